"""The looks that people asked for, and how far each is."""

from dataclasses import dataclass

from problems.models import TrendLook
from servicedesk.roles import Permission

SHOWN = 3


@dataclass(frozen=True)
class Progress:
    """One look, in words. `kind` and `sign` are those of a status."""

    look: TrendLook
    kind: str
    sign: str
    words: str
    more: str = ""

    @property
    def is_waiting(self):
        """Is somebody still to do it, or doing it?"""
        return self.look.finished_at is None


def visible_looks(person):
    """Those at the schools whose problems a person sees; for people of the whole trust, all of them."""
    rows = TrendLook.objects.filter(person.within(Permission.SEE_PROBLEMS, field="school"))
    return rows.select_related("school", "asked_by")


def looks_for(person, *, most=SHOWN):
    """The newest, each with how far it is."""
    return [progress_of(look) for look in visible_looks(person).order_by("-asked_at", "-pk")[:most]]


def progress_of(look):
    """How far one look is."""
    if look.failure:
        return Progress(look, "danger", "late", "Failed", look.failure)
    if look.finished_at is None and look.started_at is None:
        return Progress(look, "info", "clock", "Asked", "It begins within a minute and takes a few more.")
    if look.finished_at is None:
        return Progress(look, "info", "clock", "Looking", "It takes a few minutes.")
    words = "Nothing new found" if not look.found else f"{look.found} new trend{'' if look.found == 1 else 's'} found"
    return Progress(look, "ok", "check", words)
