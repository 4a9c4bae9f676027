"""What the desk knows that may help with a fault: the same as on its page, as answers on the diagnosis sheet."""

from datetime import timedelta

from django.db.models import Count

from incidents.models import Incident
from problems.candidates import best_for, fault_of
from problems.models import KnownError
from servicedesk.roles import Permission

LATELY = timedelta(days=120)  # about a term
A_YEAR = timedelta(days=365)
NAMED = 3


def looked_up(incident, *, reader, at, changes):
    """The statements of the sheet, each with its answer and what was found."""
    similar = Incident.objects.visible_to(reader).beside(incident).order_by("-opened_at")[:NAMED]
    known = _known(incident, reader)
    faults = _faults(incident, reader, at)
    changed = changes[:NAMED] if incident.school_id else []
    yield _row("a similar call in the log", [f"{each.reference} {each.summary}" for each in similar])
    yield _row("a known error that fits", [f"{each.known.reference} {each.known.title}" for each in known])
    yield _row("a way round it that has helped before", [_helped(each) for each in known if each.helped])
    yield _row(
        "a recent change to the same thing, room or service", [f"{each.reference} {each.title}" for each in changed]
    )
    yield _row("a fault of the same thing this term", faults)


def best_placed(incident, *, reader):
    """Who has fixed this kind of fault before, within a year; nobody is compared with anybody."""
    if incident.category_id is None:
        return ""
    done = Incident.objects.visible_to(reader).filter(
        school=incident.school_id, category=incident.category_id, resolved_at__gte=incident.opened_at - A_YEAR
    )
    found = done.exclude(resolved_by=None).exclude(pk=incident.pk).values("resolved_by__name")
    names = found.annotate(number=Count("pk")).order_by("-number", "resolved_by__name")[:NAMED]
    return ", ".join(sorted(each["resolved_by__name"] for each in names))


def _known(incident, reader):
    if not reader.may(Permission.SEE_PROBLEMS, incident.school_id):
        return []
    words = f"{incident.summary} {incident.description}"
    fault = fault_of(category=incident.category, asset=incident.asset, room=incident.room, words=words)
    known = KnownError.objects.in_register_of(reader).at(incident.school_id).in_use()
    return best_for(fault, known=known, for_desk=True, most=NAMED)


def _faults(incident, reader, at):
    if incident.asset is None:
        return None
    since = (at - LATELY).date()
    number = Incident.objects.visible_to(reader).faults_of(incident.asset, since=since).exclude(pk=incident.pk).count()
    return [f"{number} in four months"] if number else []


def _helped(found):
    return f"{found.known.reference} helped {found.helped} of {found.tried} times"


def _row(words, found):
    """The statement, the answer ("" where the question does not arise), and what was found."""
    return words, "" if found is None else "Yes" if found else "No", "; ".join(found or ())
