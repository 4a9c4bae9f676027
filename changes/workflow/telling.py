"""Who is told of a change, in the same transaction as its move."""

from changes.answer_links import link_for
from servicedesk import letters


def tell(change, what, *, at, by=None, besides=(), **context):
    """A letter (`letters/changes/<what>`) to whoever asked for a change and whoever makes it, except who did it.

    `besides`: people who had a letter about this already.
    """
    for person in people_of(change):
        if person != by and person not in besides:
            tell_one(change, what, to=person, at=at, **context)


def tell_one(change, what, *, to, at, **context):
    """A letter about a change to one person, with the way to it."""
    about = {"change": change, "reference": change.reference, "path": change.get_absolute_url()}
    letters.write(to, f"changes/{what}", at=at, **about, **context)


def people_of(change):
    """Whoever asked for it and whoever makes it, once each, as far as they are still here."""
    people = {person.pk: person for person in (change.originator, change.implementer) if person and person.is_active}
    return list(people.values())


def tell_asked(change, question, what, *, to, at):
    """A letter to somebody who can answer a question, with the link that lets them; who stands in reads for whom."""
    link = letters.address(link_for(question, to, at=at))
    away = question.approver if question.approver != to else None
    tell_one(change, what, to=to, at=at, question=question, answer=link, away=away)
