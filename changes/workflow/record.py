"""What several moves do to the change itself. A move begins with `moves.X.begin(change, by=by)`, which locks it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.intake import local_date


def day_of(change, at):
    """The date at the school at a moment; for several schools by the clock of the desk."""
    return local_date(change.school, at) if change.school else timezone.localdate(at)


def must_say(**said):
    """Each named field has words in it: `must_say(reason=(reason, "Say why."))`."""
    missing = {name: sentence for name, (words, sentence) in said.items() if not words.strip()}
    if missing:
        raise ValidationError(missing)


def one_line(words):
    """Without breaks and double spaces, as a title stands."""
    return " ".join(words.split())


def steps_of(lines):
    """Steps in order, a sentence each, without the empty ones."""
    return [one_line(line) for line in lines if line.strip()]


def save(change, *, by, at, because=""):
    """Write the change; its history says who did it, and why."""
    change._history_user, change._history_date, change._change_reason = by, at, because[:100]
    change.save()
    return change
