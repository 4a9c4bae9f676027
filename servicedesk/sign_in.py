"""Signing in: people are added by the school, never by themselves."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Closed to sign-up; everything else is the library's."""

    def is_open_for_signup(self, request):
        """Accounts are made by the trust's administrator or come from single sign-on."""
        return False
