"""A check is started with what the records say, filled in, finished and kept."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from healthcheck import timeline
from healthcheck.models import Answer, HealthCheck
from healthcheck.moves import ANSWER, FINISH, KEEP, LOOK_AGAIN, REOPEN
from healthcheck.probes import PROBES, Facts
from healthcheck.statements import PROCESSES
from incidents.intake import local_date
from reports.periods import Period
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS

A_YEAR = timedelta(days=364)  # with the day itself, 52 weeks
FOUND = ("found", "found_words", "found_how", "found_path", "found_for")


@transaction.atomic
def start(school, *, by, at):
    """Begin a check: every statement is asked anew, and what live records of the last year can answer is answered."""
    if not by.may(KEEP, school):
        raise NotYours(f"You can’t do this at {school.name}: {WORDS[KEEP].lower()}.")
    if running := HealthCheck.objects.filter(school=school, status="open").first():
        raise Refused(f"{running.reference} of {school.name} is not finished yet. Go on with it, or finish it first.")
    last = local_date(school, at)
    check = HealthCheck.objects.create(school=school, first=last - A_YEAR, last=last, started_at=at, started_by=by)
    asked = [(process, statement) for process in PROCESSES for statement in process.statements]
    answers = [
        Answer(
            health_check=check,
            place=place,
            process=process.key,
            process_name=process.name,
            statement=statement.key,
            says=statement.says,
        )
        for place, (process, statement) in enumerate(asked, 1)
    ]
    _look_up(check, answers)
    Answer.objects.bulk_create(answers)
    timeline.write(check, "start", by=by, at=at, found=sum(bool(each.found) for each in answers))
    return check


@transaction.atomic
def answer(check, *, by, at, answers):
    """Say what is in place. Whoever says something else than the records gives the reason; both are kept.

    `answers`: for each statement a dict of `statement` (its key), `answer` (yes, partly or no; "" takes back what was
    said) and `note`.
    """
    check = ANSWER.begin(check, by=by)
    there = {each.statement: each for each in check.answers.all()}
    said = [(_known(there, each["statement"]), each) for each in answers]
    for row, each in said:
        row.answer, row.note = each.get("answer") or "", (each.get("note") or "").strip()
        if row.is_overruled and not row.note:
            records = f"The records say {row.get_found_display().lower()}: {row.found_words}."
            raise ValidationError({"note": f"{records} Say why you see it otherwise."})
        row.answered_at, row.answered_by = (at, by) if row.answer else (None, None)
    Answer.objects.bulk_update([row for row, _ in said], ["answer", "note", "answered_at", "answered_by"])
    for row, _ in said:
        timeline.write(
            check, "answer", by=by, at=at, text=row.note, statement=row.statement, says=row.says, answer=row.answer
        )
    return check


@transaction.atomic
def look_again(check, *, by, at):
    """Look the figures up anew, as of today; what a person said stays, where it need not say why it differs now."""
    check = LOOK_AGAIN.begin(check, by=by)
    check.last = local_date(check.school, at)
    check.first = check.last - A_YEAR
    check.save()
    answers = list(check.answers.all())
    _look_up(check, answers)
    differing = [row for row in answers if row.is_overruled and not row.note]
    for row in differing:
        row.note = f"Said before the figures were looked up again on {check.last:%d.%m.%Y}."
    Answer.objects.bulk_update(answers, [*FOUND, "note"])
    timeline.write(check, "look_again", by=by, at=at, found=sum(bool(each.found) for each in answers))
    return check


@transaction.atomic
def finish(check, *, by, at, note="", leave_unanswered=False):
    """Done, and kept. `leave_unanswered`: what nobody answered stays so, and counts as not in place."""
    check = FINISH.begin(check, by=by)
    left = [each.says for each in check.answers.all() if not each.stands]
    if left and not leave_unanswered:
        raise ValidationError(
            {"leave_unanswered": f"{len(left)} without an answer. Answer them, or say that they stay unanswered."}
        )
    check.status, check.note = FINISH.target, note.strip()
    check.finished_at, check.finished_by = at, by
    check.save()
    timeline.write(check, "finish", by=by, at=at, text=check.note, unanswered=len(left))
    return check


@transaction.atomic
def reopen(check, *, by, at, reason=""):
    """It was finished too early; answers and actions stay. Only the latest of a school, and while no other is open."""
    check = REOPEN.begin(check, by=by)
    if check.school.health_checks.filter(status="open").exists():
        raise Refused("Another check of this school is being filled in. Finish that one first.")
    if check.school.health_checks.finished().order_by("-last", "-pk").first() != check:
        raise Refused("A later check is finished; earlier ones stay as they are, so that they can be compared.")
    check.status, check.finished_at, check.finished_by = REOPEN.target, None, None
    check.save()
    timeline.write(check, "reopen", by=by, at=at, text=reason.strip())
    return check


def _look_up(check, answers):
    """Write what the records say beside each statement that they can answer."""
    facts = Facts(check.school, Period(check.first, check.last))
    asked = {statement.key: statement.probe for process in PROCESSES for statement in process.statements}
    for row in answers:
        if name := asked.get(row.statement, ""):
            probe = PROBES[name]
            finding = probe.ask(facts)
            row.found, row.found_words, row.found_path = finding.answer, finding.words, finding.path
            row.found_how, row.found_for = probe.how, probe.needs


def _known(there, key):
    if key not in there:
        raise ValidationError({"statement": f"There is no statement {key} in this check."})
    return there[key]
