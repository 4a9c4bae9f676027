"""A maintenance round as its checklist: the stops in order of the walk, with what was found so far."""

from incidents.models import Incident
from maintenance import rules
from maintenance.models import Answer, Check, Round
from maintenance.sheet import stops_on_paper
from papers.asking import Asked
from papers.drawing import Filling, words_of
from problems.models import Problem

FOUND = 40  # records that came of a round, named by number


def checklist(asked: Asked) -> Filling:
    """The checklist of a round; what is planned is laid out as of today."""
    people = ("plan__owner", "owner", "school", "finished_by")
    found = asked.row(Round.objects.visible_to(asked.reader).select_related(*people))
    values = {
        "plan": found.plan.name,
        "often": rules.sentence(rules.read(found.plan.rule)),
        "owner": found.owner.name,
        "days": words_of(found.due)
        if found.opens == found.due
        else f"{words_of(found.opens)} to {words_of(found.due)}",
        "instructions": found.plan.instructions,
        "stops": list(_lines(found)),
        "done_on": words_of(found.done_on),
        "done_by": found.finished_by.name if found.finished_by else "",
        "minutes": str(found.minutes or ""),
        "issues": [*_issues(found, asked.reader), found.note],
    }
    return Filling(
        found.school, values, found.reference, found.get_status_display(), found.skip_reason, found.get_absolute_url()
    )


def _lines(found):
    for label, where, items in stops_on_paper(found):
        for number, (item, range_words) in enumerate(items):
            first = number == 0
            asks = f"{item.words} ({range_words})" if range_words else item.words
            yield [where if first else "", label if first else "", asks, _answer(item), getattr(item, "text", "")]


def _answer(item):
    if getattr(item, "result", ""):
        return f"{item.get_result_display()} {item.number_words}".strip()
    return f"________ {item.unit}".strip() if item.answer == Answer.NUMBER else "□ OK   □ Not OK"


def _issues(found, reader):
    """What was not OK, with the number of the record that came of it if the reader may see that."""
    here = Check.objects.filter(thing__round=found, result="not_ok").select_related("thing", "incident", "problem")
    faults = set(Incident.objects.visible_to(reader).filter(maintenance_checks__in=here).values_list("pk", flat=True))
    problems = set(Problem.objects.visible_to(reader).filter(maintenance_checks__in=here).values_list("pk", flat=True))
    for check in here.order_by("thing__place", "place")[:FOUND]:
        seen = [check.incident] if check.incident_id in faults else []
        seen += [check.problem] if check.problem_id in problems else []
        yield ", ".join([f"{check.thing.label}: {check.words}", *(each.reference for each in seen)])
