"""Windows and clashes in pages."""

from urllib.parse import urlencode

from django import template

from changes.clash_words import ClashKind, Weight
from changes.clashes import look, proposal_of
from changes.forms.scheduling import MOMENT
from changes.presentation.clashes import groups_of
from changes.windows import in_words
from servicedesk.templatetags.look import status

register = template.Library()
SIGNS = {
    ClashKind.FREEZE: ("stop", "No changes"),
    ClashKind.THING: ("asset", "Same thing"),
    ClashKind.RELATED: ("link", "Hangs together"),
    ClashKind.SERVICE: ("pulse", "Service"),
    ClashKind.ROOM: ("room", "Same room"),
    ClashKind.PERSON: ("account", "Same person"),
    ClashKind.LESSONS: ("bell", "Lessons"),
    ClashKind.EXAMS: ("edit", "Exams"),
    ClashKind.EVENT: ("star", "Something on"),
    ClashKind.SHUT: ("lock", "Shut"),
    ClashKind.CALENDAR: ("cal", "Not known"),
}
KINDS = {Weight.LOUD: "danger", Weight.WARN: "warn", Weight.NOTE: "plain"}


@register.simple_tag
def clash_sign(clash):
    """{% clash_sign clash %}: its kind as a sign and a word, its colour as loud as it is."""
    return status(KINDS[clash.weight], *SIGNS[clash.kind])


@register.filter
def kind_words(kind):
    """{{ group.kind|kind_words }}: a kind of clash in a word."""
    return SIGNS[kind][1]


@register.filter
def window_words(found):
    """{{ found|window_words }}: the window that was looked at."""
    return in_words(found.window, found.zone)


@register.filter
def free_words(found):
    """{{ found|free_words }}: the next free window."""
    return in_words(found.free.window, found.zone)


@register.filter
def free_query(found):
    """{{ found|free_query }}: the next free window as a form takes it, by the clock on the wall."""
    return urlencode(dict(zip(("starts_at", "ends_at"), _on_the_wall(found), strict=True)))


@register.filter
def free_value(found):
    """{{ found|free_value }}: the same as the value of a button."""
    return "/".join(_on_the_wall(found))


def _on_the_wall(found):
    window = found.free.window
    return [f"{moment.astimezone(found.zone):{MOMENT}}" for moment in (window.start, window.end)]


@register.inclusion_tag("changes/_clashes.html")
def clashes_of(change, reader, at, take=""):
    """{% clashes_of change person now %}: what speaks against the window of a change; `take`: where to move it."""
    proposal = proposal_of(change)
    if not proposal:
        return {"found": None}
    found = look(proposal, reader=reader, at=at)
    return {"found": found, "groups": groups_of(found, urlencode({"change": change.pk})), "take": take}
