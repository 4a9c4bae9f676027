"""Signing in: people are added by the school, never by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone
from rest_framework.authtoken.models import Token

from servicedesk import letters


class Adapter(DefaultAccountAdapter):
    """Closed to sign-up, and its one letter goes through our outbox; everything else is the library's."""

    def is_open_for_signup(self, request):
        """Accounts are made by the trust's administrator or come from single sign-on."""
        return False

    def send_password_reset_mail(self, user, email, context):
        """A letter like every other: it waits while the mail server is away, and goes to the address we know."""
        letters.write(user, "people/password", at=timezone.now(), path=password_path(user))


def password_path(person):
    """The address at which a person chooses a password: good once, and only until the link is too old."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})


def forget_other_addresses(person):
    """The library keeps addresses beside ours and lets people in by each: only the one they have now stays."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email or "").delete()


def revoke_tokens(person):
    """No program acts for this person any more, until they sign in anew."""
    Token.objects.filter(user=person).delete()
