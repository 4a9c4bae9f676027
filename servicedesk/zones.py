"""Time zones are IANA names, checked before they are kept."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError


def validate_zone(name):
    """Refuse what is no IANA time zone, in a sentence."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(f"“{name}” is no time zone. Use a name such as Europe/London.") from error
