"""What stops with something, in a sentence or two."""

NAMED = 4  # services that are named one by one


def in_words(found):
    """If it stops, 12 other things stop with it, and 2 services: Wi-Fi and Printing. 8 rooms and 4 people are hit."""
    if not found.assets and not found.services:
        return "Nothing else stops with it, as far as the register knows."
    things, services = several(len(found.assets), "other thing"), _services(found.services)
    first = "If it stops, " + " and ".join(filter(None, (things, services))) + _stop(found)
    rooms, people = several(len(found.rooms), "room"), several(len(found.people), "person", "people")
    hit = " and ".join(filter(None, (rooms, people)))
    return f"{first} {hit} {'is' if len(found.rooms) + len(found.people) == 1 else 'are'} hit." if hit else first


def several(count, one, many=""):
    """1 room, 8 rooms; nothing for none."""
    return f"{count:,} {one if count == 1 else many or one + 's'}" if count else ""


def names(rows, more=0):
    """Wi-Fi, Printing and Sign-in; or Wi-Fi, Printing and 3 more."""
    said = [*map(str, rows), *([f"{more} more"] if more else [])]
    return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def _services(hits):
    if not hits:
        return ""
    shown = hits.first[:NAMED]
    return f"{several(len(hits), 'service')} ({names(shown, len(hits) - len(shown))})"


def _stop(found):
    return " stops too." if len(found.assets) + len(found.services) == 1 else " stop too."
