"""What a round finds becomes work: an incident for what is broken, a problem for what keeps breaking."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.intake import log_incident
from incidents.models import Channel
from incidents.priority import Urgency
from maintenance import timeline
from maintenance.models import Check, Result
from maintenance.moves import RAISE_INCIDENT, RAISE_PROBLEM
from problems.models import Source
from problems.workflow.raising import raise_problem as raise_a_problem
from servicedesk.errors import Refused

LONGEST_SUMMARY = 200


@transaction.atomic
def raise_incident(round, *, by, at, check, summary="", description="", category=None, urgency=Urgency.WEEK):
    """Report what failed: the incident names the thing and is marked as found by us. Once for each result."""
    round = RAISE_INCIDENT.begin(round, by=by)
    check = _failed(round, check)
    if check.incident_id:
        raise Refused(f"This is reported already, as {check.incident.reference}.")
    facts = {"summary": summary, "description": description, "category": category, "urgency": urgency}
    incident = _log(round, [check], by=by, at=at, **facts)
    timeline.write(round, "raise_incident", by=by, at=at, text=incident.summary, incident=incident.pk)
    return round


@transaction.atomic
def raise_problem(round, *, by, at, check, title="", symptoms=""):
    """Raise a problem from what failed, with its incident if it has one. Once for each result."""
    round = RAISE_PROBLEM.begin(round, by=by)
    check = _failed(round, check)
    if check.problem_id:
        raise Refused(f"There is a problem for this already: {check.problem.reference}.")
    problem = raise_a_problem(
        by=by,
        at=at,
        school=round.school,
        title=title or summary_of([check]),
        symptoms=symptoms or words_of(round, [check]),
        source=Source.MAINTENANCE,
        service=round.plan.service,
        incidents=[check.incident] if check.incident and not hasattr(check.incident, "problem_link") else [],
        assets=[check.thing.asset] if check.thing.asset else [],
        rooms=[check.thing.room] if check.thing.room else [],
    )
    check.problem = problem
    check.save(update_fields=["problem"])
    timeline.write(round, "raise_problem", by=by, at=at, text=problem.title, problem=problem.pk)
    return round


def report(round, checks, *, by, at):
    """An incident for each thing of which something failed, unless that is reported already. Returns the incidents."""
    new = sorted((check for check in checks if not check.incident_id), key=lambda check: (check.thing_id, check.place))
    return [_log(round, list(group), by=by, at=at) for _, group in groupby(new, key=lambda check: check.thing_id)]


def summary_of(checks):
    """One line for the queue: Filter clean: not OK, Projector PRJ-0212."""
    failed = "; ".join(f"{check.words} {_found(check)}" for check in checks)
    line = f"{failed}, {checks[0].thing.label}"
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"


def words_of(round, checks):
    """What was noted, and on which round."""
    notes = [f"{check.words} {_found(check)}. {check.text}".strip() for check in checks]
    return "\n".join([*notes, f"Found on maintenance round {round.reference}, {round.plan.name}."])


def _found(check):
    return f"– {check.number_words or 'not OK'}"


def _failed(round, check):
    """The check as it is now; only what is not OK is reported."""
    found = Check.objects.select_related("thing__asset", "thing__room", "incident", "problem")
    check = found.filter(thing__round=round, pk=check.pk).first()
    if check is None:
        raise ValidationError({"check": "This belongs to another round."})
    if check.result != Result.NOT_OK:
        raise Refused("Only what is not OK can be reported. Write the result down first.")
    return check


def _log(round, checks, *, by, at, summary="", description="", category=None, urgency=Urgency.WEEK):
    thing = checks[0].thing
    incident = log_incident(
        school=round.school,
        requester=by,
        by=by,
        at=at,
        channel=Channel.MAINTENANCE,
        category=category,
        summary=summary.strip() or summary_of(checks),
        description=description.strip() or words_of(round, checks),
        urgency=urgency,
        asset=thing.asset if thing.asset and thing.asset.school_id == round.school_id else None,
        room=thing.room if thing.room and thing.room.school_id == round.school_id else None,
        tell=False,
    )
    Check.objects.filter(pk__in=[check.pk for check in checks]).update(incident=incident)
    return incident
