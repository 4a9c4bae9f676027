"""`manage.py resend_letters`: letters that were given up, tried anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from servicedesk import letters


class Command(BaseCommand):
    help = "Puts the letters that were given up back into the outbox; the next sweep tries them."

    def handle(self, *args: Any, **options: Any) -> None:
        number = letters.resend(at=timezone.now())
        self.stdout.write(f"{number} letter{'' if number == 1 else 's'} will be tried anew.")
