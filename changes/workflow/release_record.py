"""What the moves of a release share: saving with who did it, its story, and the people who are told."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from changes.models import ReleaseEntry
from incidents.intake import local_date
from servicedesk import letters
from servicedesk.roles import Permission
from servicedesk.timeline import EntryKind


def save(release, *, by, at, because=""):
    """Write the release; its history says who did it, and why."""
    release._history_user, release._history_date, release._change_reason = by, at, because[:100]
    release.save()
    return release


def write(release, move, *, by, at, kind=EntryKind.EVENT, text="", **data):
    """Add one line to its story."""
    return ReleaseEntry.objects.create(release=release, move=move, by=by, at=at, kind=kind, text=text, data=data)


def day_of(release, at):
    """The date at the school at a moment; for several schools by the clock of the desk."""
    return local_date(release.school, at) if release.school else timezone.localdate(at)


def check_owner(release):
    """Whoever owns it may move it."""
    if not release.owner.is_active or not release.owner.may(Permission.RECORD_CHANGES, release.school_id):
        where = release.school.name if release.school else "all schools together"
        raise ValidationError({"owner": f"{release.owner.name} makes no changes of {where}."})


def clear_test(release, which):
    """What was signed no longer counts. Returns whether anything was signed."""
    was = getattr(release, f"{which}_passed") is not None
    for name, empty in (("passed", None), ("by", None), ("at", None), ("result", "")):
        setattr(release, f"{which}_{name}", empty)
    return was


def tell(release, what, *, by, at, **context):
    """A letter to the pilot people and the owner, except who did it; only who sees releases gets the way to it."""
    people = {person.pk: person for person in [*release.pilot_people.all(), release.owner]}
    for person in people.values():
        if person != by:
            sees = person.may(Permission.SEE_CHANGES, release.school_id)
            path = release.get_absolute_url() if sees else ""
            about = {"release": release, "reference": release.reference, "path": path, "sees": sees}
            letters.write(person, f"changes/{what}", at=at, **about, **context)
