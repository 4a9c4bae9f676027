"""Who is told of a change, in the same transaction as its move."""

from servicedesk import letters


def tell(change, what, *, at, by=None, **context):
    """A letter (`letters/changes/<what>`) to whoever asked for a change and whoever makes it, except who did it."""
    for person in people_of(change):
        if person != by:
            tell_one(change, what, to=person, at=at, **context)


def tell_one(change, what, *, to, at, **context):
    """A letter about a change to one person, with the way to it."""
    about = {"change": change, "reference": change.reference, "path": change.get_absolute_url()}
    letters.write(to, f"changes/{what}", at=at, **about, **context)


def people_of(change):
    """Whoever asked for it and whoever makes it, once each, as far as they are still here."""
    people = {person.pk: person for person in (change.originator, change.implementer) if person and person.is_active}
    return list(people.values())
