"""What follows when somebody has chosen a password on a page of the sign-in library."""

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver

from servicedesk import sign_in


@receiver([password_changed, password_reset, password_set])
def revoke_tokens(sender, user, **about):
    """Whoever knew the old password may have a token by it: each is worth nothing from now on."""
    sign_in.revoke_tokens(user)
