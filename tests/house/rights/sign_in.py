"""The pages of the sign-in library: what is open to everybody, and what is about one’s own account."""

from tests.house.rights.doors import SIGNED_IN, open_to_all, reading

OPEN = {
    "account_login": ("GET", "POST"),
    "account_logout": ("GET", "POST"),
    "account_inactive": ("GET",),
    "account_signup": ("GET", "POST"),
    "account_reset_password": ("GET", "POST"),
    "account_reset_password_done": ("GET",),
    "account_reset_password_from_key": ("GET", "POST"),
    "account_reset_password_from_key_done": ("GET",),
    "mfa_authenticate": (),  # leads back to signing in while no code is awaited
}
OWN_ACCOUNT = [
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "usersessions_list",
]
# Who has set up no second factor has none to see or to take away.
OWN_FACTOR = ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"]
PAGES = {
    **{name: open_to_all(*methods) for name, methods in OPEN.items()},
    **{name: reading(SIGNED_IN) for name in OWN_ACCOUNT},
    **{name: reading(set(), "-", sees=set()) for name in OWN_FACTOR},
}
