"""What a problem and a known error say on paper."""

from papers.asking import Asked
from papers.drawing import Filling, words_of
from problems.models import KnownError, Problem
from servicedesk.roles import Permission
from servicedesk.timeline import EntryKind

MOST_NAMED = 60
MOST_NOTES = 40
PEOPLE = ("raised_by", "resolver")
TEXTS = (
    *("title", "symptoms", "analysis", "root_cause", "workaround", "resolution"),
    *("went_well", "to_improve", "lessons"),
)


def problem(asked: Asked) -> Filling:
    """The problem record."""
    found = asked.row(Problem.objects.visible_to(asked.reader).select_related("school", "service", *PEOPLE))
    values = {name: getattr(found, name) for name in TEXTS}
    values |= _head(found) | _linked(found, asked.reader) | _time(found)
    values |= {
        "whys": [[str(number), why] for number, why in enumerate(found.whys, start=1)],
        "causes": [f"{branch}: {', '.join(causes)}" for branch, causes in found.causes.items() if causes],
        "fix": found.proposed_fix,
        "resolved_at": words_of(found.resolved_at),
        "closed_at": words_of(found.closed_at),
        "notes": _notes(found),
    }
    return Filling(found.school, values, found.reference, found.get_status_display(), path=found.get_absolute_url())


def known_error(asked: Asked) -> Filling:
    """The entry of the register, as the desk has it."""
    people = ("owner", "service", "problem", "school")
    found = asked.row(KnownError.objects.in_register_of(asked.reader).select_related(*people))
    here = asked.reader.within(Permission.SEE_ASSETS, field="school")
    things = [*map(str, found.assets.filter(here)[:MOST_NAMED]), *map(str, found.asset_types.all())]
    values = {
        "title": found.title,
        "symptoms": found.symptoms,
        "steps": [[str(number), step] for number, step in enumerate(found.steps, start=1)],
        "service": str(found.service or ""),
        "categories": ", ".join(map(str, found.categories.all())),
        "things": ", ".join(things),
        "versions": found.versions,
        "root_cause": found.root_cause,
        "fix": found.get_fix_display(),
        "audience": found.get_audience_display(),
        "owner": found.owner.name,
        "review_on": words_of(found.review_on),
        "problem": str(found.problem or ""),
        "written_at": words_of(found.written_at),
    }
    warning = "It is offered no more." if found.retired_at else ""
    return Filling(found.school, values, found.reference, warning=warning, path=found.get_absolute_url())


def _head(found):
    return {
        "priority": f"P{found.priority}, {found.get_priority_display().lower()}",
        "source": found.get_source_display(),
        "raised_by": found.raised_by.name if found.raised_by else "",
        "raised_at": words_of(found.raised_at),
        "status": found.get_status_display(),
        "service": str(found.service or ""),
    }


def _linked(found, reader):
    """Incidents are named by number and never by who reported them."""
    seen = found.incidents.visible_to(reader).order_by("pk")
    numbers = list(seen.values_list("pk", flat=True)[:MOST_NAMED])
    things = found.assets.filter(reader.within(Permission.SEE_ASSETS, field="school"))[:MOST_NAMED]
    rooms = found.rooms.filter(reader.within(Permission.SEE_PROBLEMS, field="school"))[:MOST_NAMED]
    changes = found.changes.visible_to(reader).order_by("pk")[:MOST_NAMED]
    return {
        "incidents": f"{seen.count()}: {', '.join(map(str, numbers))}" if numbers else "None",
        "touches": ", ".join([*map(str, things), *(room.name for room in rooms)]),
        "known_error": words_of(KnownError.objects.filter(problem=found).exists()),
        "change": ", ".join(f"{change.reference} {change.title}" for change in changes),
    }


def _time(found):
    return {
        "resolver": found.resolver.name if found.resolver else "",
        "allowed": f"{found.allowed_minutes} minutes" if found.allowed_minutes else "",
        "decide_by": words_of(found.decide_by),
        "runs_out": found.get_when_time_runs_out_display(),
        "minutes": str(found.minutes_spent or ""),
    }


def _notes(found):
    kept = found.entries.filter(kind=EntryKind.NOTE).exclude(text="").select_related("by").order_by("at", "pk")
    return [[words_of(each.at), each.by.name if each.by else "", each.text] for each in kept[:MOST_NOTES]]
