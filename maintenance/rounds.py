"""Plans become rounds: for the coming weeks, each once, moved when the calendar moves; and people are told.

Safe to repeat: a round is named by its slot, so looking again makes none twice. What is past, begun or done stays.
"""

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from incidents.intake import local_date
from maintenance import timeline
from maintenance.due_dates import due_dates
from maintenance.models import Plan, Round, Status
from maintenance.rules import Every
from servicedesk import letters
from servicedesk.models import Person, School
from servicedesk.roles import SERVICE_LEVEL_MANAGER, Permission
from sla.calendars import current_version, school_year_of
from sla.school_year import SATURDAY

log = structlog.get_logger(__name__)
AHEAD = timedelta(weeks=6)
AROUND = timedelta(days=70)  # a round is looked for so far around, to see where the calendar moved it
LAPSED = "Not done: the next round was due."
GONE = "It does not fall due any more: the plan or the calendar changed."


def school_year_at(school):
    """The calendar that holds at a school, ready to ask; None where there is none yet."""
    version = current_version(school)
    return school_year_of(version) if version else None


def make_rounds(*, at):
    """Make the rounds of the coming weeks and move those that the calendar moved. Returns how many were made.

    Each plan is looked at once a day; what was missed ends whenever this is asked.
    """
    today = timezone.localdate(at)
    made = sum(_each(_fit_for_today, Plan.objects.to_fit(today), at=at))
    _each(lapse, Plan.objects.filter(pk__in=Round.objects.missed(today).values("plan")), at=at)
    return made


def _each(act, plans, *, at):
    """What it gives for each plan; one that fails is left for the next sweep, and the others do not wait for it."""
    given = []
    for plan in plans.select_related("school").order_by("school", "pk"):
        try:
            given.append(act(plan, at=at))
        except Exception:
            log.exception("rounds_failed", plan=plan.pk)
    return given


@transaction.atomic
def _fit_for_today(plan, *, at):
    made = fit(plan, at=at)
    Plan.objects.filter(pk=plan.pk).update(fitted_on=timezone.localdate(at))  # no change of the plan: no history
    return made


@transaction.atomic
def lapse(plan, *, at):
    """A late round that nobody began ends where the next one may be done and the managers know: none pile up."""
    today = local_date(plan.school, at)
    newest = plan.rounds.filter(opens__lte=today).order_by("-due").values_list("due", flat=True).first()
    for round in plan.rounds.missed(today).exclude(due=newest).select_for_update():
        _leave_out(round, LAPSED, at=at)


@transaction.atomic
def fit(plan, *, at):
    """Bring the rounds of one plan in line with its rule and the calendar. Returns how many were made."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("school", "owner").get(pk=plan.pk)
    year, today = school_year_at(plan.school), local_date(plan.school, at)
    falls = {due.slot: due for due in _falls(plan, year, today)}
    rounds = {round.slot: round for round in plan.rounds.filter(slot__in=falls) | plan.rounds.filter(due__gte=today)}
    for round in rounds.values():
        if round.status == Status.PLANNED and round.due >= today:
            _move(round, falls.get(round.slot), today=today, at=at)
    new = [due for slot, due in falls.items() if slot not in rounds and today <= due.due <= today + AHEAD]
    return len(Round.objects.bulk_create([_round(plan, due) for due in new]))


def _falls(plan, year, today):
    """When a plan falls due around today, while it is active."""
    if year is None:
        return []
    first, last = max(today - AROUND, plan.active_from), today + AHEAD + AROUND
    last = min(last, plan.active_until) if plan.active_until else last
    return due_dates(plan.frequency, year, first, last)


def _round(plan, due):
    return Round(plan=plan, school=plan.school, slot=due.slot, opens=due.opens, due=due.due, owner=plan.owner)


def _move(round, due, *, today, at):
    """Follow the calendar; what falls due no more goes, with a word where somebody knew of it."""
    if due is None:
        if not round.told_due_at and not round.is_handed_over:
            round.delete()
            return
        _leave_out(round, GONE, at=at)
    elif due.due >= today and (due.opens, due.due) != (round.opens, round.due):
        timeline.write(round, "moved", by=None, at=at, before=str(round.due), after=str(due.due))
        round.opens, round.due = due.opens, due.due
        round.save(update_fields=["opens", "due"])


def _leave_out(round, why, *, at):
    round.status, round.skip_reason = Status.SKIPPED, why
    timeline.write(round, "skip", by=None, at=at, text=why)
    round.save()


def tell(*, at):
    """Tell owners what may be done from today, and managers what is late; one letter a person, each round told once.

    Nobody is told on a weekend, and of what is done every school day only when it is late. Returns how many letters.
    """
    untold = Round.objects.to_do().filter(told_late_at=None).values("school")
    return sum(_tell(school, at=at) for school in School.objects.filter(pk__in=untold))


@transaction.atomic
def _tell(school, *, at):
    today = local_date(school, at)
    if today.weekday() >= SATURDAY:
        return 0
    here = Round.objects.to_do().filter(school=school).select_related("plan", "owner", "school").order_by("due", "pk")
    here = here.select_for_update(of=("self",))
    open_now = here.filter(opens__lte=today, told_due_at=None).exclude(plan__rule__every=Every.SCHOOL_DAY)
    late = list(here.filter(due__lt=today, told_late_at=None))
    written = sum(_to_owner(owner, rounds, at=at) for owner, rounds in _by_owner(open_now).items())
    return written + (_to_managers(school, late, at=at) if late else 0)


def _by_owner(rounds):
    found = {}
    for round in rounds:
        found.setdefault(round.owner, []).append(round)
    return found


def _to_owner(owner, rounds, *, at):
    Round.objects.filter(pk__in=[round.pk for round in rounds]).update(told_due_at=at)
    path = rounds[0].get_absolute_url() if len(rounds) == 1 else "/maintenance/?owner=me"
    return letters.write(owner, "maintenance/due", at=at, path=path, rounds=rounds) is not None


def _to_managers(school, rounds, *, at):
    Round.objects.filter(pk__in=[round.pk for round in rounds]).update(told_late_at=at)
    path = f"/maintenance/?when=overdue&school={school.code}"
    about = {"rounds": rounds, "school": school, "path": path}
    return sum(letters.write(person, "maintenance/late", at=at, **about) is not None for person in managers_of(school))


def managers_of(school):
    """The managers of a school, or else all who may plan its maintenance."""
    managers = Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school)
    return managers if managers.exists() else Person.objects.who_may(Permission.PLAN_MAINTENANCE, school)
