"""Signing in: people are added by the school, never by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse


class Adapter(DefaultAccountAdapter):
    """Closed to sign-up; everything else is the library's."""

    def is_open_for_signup(self, request):
        """Accounts are made by the trust's administrator or come from single sign-on."""
        return False


def password_path(person):
    """The address at which a person chooses a password: good once, and only until the link is too old."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
