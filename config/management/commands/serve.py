"""`manage.py serve`, for the list of commands; `manage.py` goes to `config.serve` without reading models."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config import serve


class Command(BaseCommand):
    help = serve.DESCRIPTION

    def add_arguments(self, parser: ArgumentParser) -> None:
        serve.add_arguments(parser)

    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        serve.main(["--port", str(port)] if port else [])
