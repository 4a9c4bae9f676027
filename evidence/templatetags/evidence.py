"""What the pages of evidence ask of an answer."""

from django import template

from evidence.presentation import status_of

register = template.Library()


@register.filter
def standing(answer):
    """(kind, sign, words) of a statement's status."""
    return status_of(answer)


@register.filter
def level_of(found, strand):
    """The level that the answers of a strand reach."""
    return found.level_of(strand)


@register.filter
def told(entry):
    """What a line of the story says."""
    said = TOLD.get(entry.move, entry.move)
    return f"{said}, a name left in on purpose" if entry.data.get("names_left") else said


TOLD = {
    "begin": "Begun",
    "write": "Written on",
    "sign": "Signed",
    "withdraw": "Signature taken off",
    "unsign": "Signature off, because of a change",
    "add_document": "Document added",
    "remove_document": "Document taken away",
    "link": "Record linked",
    "unlink": "Record unlinked",
}
