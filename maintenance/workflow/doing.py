"""A round is done: it starts with what is there that day, and each answer is written down where it is found."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.intake import local_date
from maintenance import timeline
from maintenance.models import Answer, Check, ChecklistItem, Result, Thing
from maintenance.moves import RECORD, START
from maintenance.stops import stops_of
from maintenance.workflow.reporting import report
from servicedesk.errors import Refused

COPIED = ("words", "answer", "unit", "lowest", "highest")
IN_ORDER = "Is all in order?"  # what is asked where a plan has no checklist


@transaction.atomic
def start(round, *, by, at):
    """Begin: what the plan looks after is looked up now, and each thing gets the checklist as it is today."""
    round = START.begin(round, by=by)
    if local_date(round.school, at) < round.opens:
        raise Refused(f"It may be done from {round.opens:%A} {round.opens.day} {round.opens:%B} on, not before.")
    stops = stops_of(round.plan)
    if not stops:
        raise Refused(
            "There is nothing to look at: nothing in the register fits this plan. "
            "Change the plan, or leave this round out."
        )
    _lay_out(round, stops)
    round.status, round.started_at = START.target, at
    round.save()
    timeline.write(round, "start", by=by, at=at, things=len(stops))
    return round


@transaction.atomic
def record(round, *, by, at, answers):
    """Write down what was found. What is not OK and to be reported becomes one incident for each thing.

    `answers`: for each check a dict of `check` (its id), `result`, and where they matter `number`, `text`, `report`.
    A number outside its range is not OK whatever is said. What has neither result, number nor text is left as it was.
    """
    round = RECORD.begin(round, by=by)
    checks = _checks(round, answers)
    said = [(checks[each["check"]], each) for each in answers if each.get("result") or _has_words(each)]
    _judge(said)
    for check, _ in said:
        check.answered_at, check.answered_by = at, by
    Check.objects.bulk_update([check for check, _ in said], ["result", "number", "text", "answered_at", "answered_by"])
    failed = [check for check, each in said if check.result == Result.NOT_OK and each.get("report")]
    incidents = report(round, failed, by=by, at=at)
    not_ok = sum(check.result == Result.NOT_OK for check, _ in said)
    if said:
        facts = {"answered": len(said), "not_ok": not_ok, "incidents": [incident.pk for incident in incidents]}
        timeline.write(round, "record", by=by, at=at, text=said[0][0].thing.label, **facts)
    return round


def _lay_out(round, stops):
    items = list(round.plan.checklist.all()) or [ChecklistItem(place=1, words=IN_ORDER, answer=Answer.TICK)]
    facts = [{"asset": s.asset, "room": s.room, "label": s.label, "where": s.where} for s in stops]
    things = Thing.objects.bulk_create([Thing(round=round, place=n, **each) for n, each in enumerate(facts, 1)])
    Check.objects.bulk_create(
        Check(thing=thing, place=item.place, **{name: getattr(item, name) for name in COPIED})
        for thing in things
        for item in items
    )


def _checks(round, answers):
    """The checks of this round that the answers name, by id."""
    named = [each["check"] for each in answers]
    found = Check.objects.filter(thing__round=round, pk__in=named).select_related("thing__asset", "thing__room")
    checks = {check.pk: check for check in found}
    strange = [pk for pk in named if pk not in checks]
    if strange:
        raise ValidationError({"answers": f"There is no check {strange[0]} on this round."})
    return checks


def _has_words(said):
    return said.get("number") is not None or bool((said.get("text") or "").strip())


def _judge(said):
    """Give each check its result; all that is missing is said at once."""
    errors = [words for check, each in said if (words := _take(check, each))]
    if errors:
        raise ValidationError({"answers": errors})


def _take(check, said):
    """Put one answer on its check. Returns what is missing, or ""."""
    result, number, text = said.get("result") or "", said.get("number"), (said.get("text") or "").strip()
    if check.answer == Answer.NUMBER and number is not None and result != Result.UNCHECKED:
        result = Result.NOT_OK if result == Result.NOT_OK or _is_outside(check, number) else Result.OK
    elif check.answer == Answer.NUMBER and result == Result.OK:
        return f"{check.words}: give the number."
    elif check.answer == Answer.TEXT and text and not result:
        result = Result.OK
    elif check.answer == Answer.TEXT and result == Result.OK and not text:
        return f"{check.words}: write down what you found."
    if not result:
        return f"{check.words}: say whether it is OK."
    check.result, check.text = result, text
    check.number = number if check.answer == Answer.NUMBER else None
    return ""


def _is_outside(check, number):
    too_low = check.lowest is not None and number < check.lowest
    return too_low or (check.highest is not None and number > check.highest)
