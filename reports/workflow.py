"""What is done to the actions of the service report: written down, changed, done, reopened; and who is reminded."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from reports.action_moves import CHANGE, FINISH, KEEP, REOPEN
from reports.models import ActionState, ReportAction
from servicedesk import letters
from servicedesk.errors import NotYours
from servicedesk.models import Person, School
from servicedesk.roles import WORDS, Permission, roles_with

LATE_AFTER = timedelta(days=7)
OWNERS = roles_with(Permission.SEE_REPORTS) | roles_with(Permission.WORK)


@transaction.atomic
def add_action(
    *,
    school: School | None,
    text: str,
    owner: Person,
    due: date,
    report_first: date,
    report_last: date,
    by: Person,
    at: datetime,
) -> ReportAction:
    """Write an action into the report of a period; without a school it is the trust’s."""
    if not by.may(KEEP, school):
        where = school.name if school else "the whole trust"
        raise NotYours(f"You can’t do this for {where}: {WORDS[KEEP].lower()}.")
    days = {"report_first": report_first, "report_last": report_last}
    action = ReportAction(school=school, text=text, owner=owner, due=due, **days, added_by=by, added_at=at)
    return _write(action, by=by, at=at, is_new_owner=True, is_new_day=True)


@transaction.atomic
def change_action(action, *, text: str, owner: Person, due: date, by: Person, at: datetime) -> ReportAction:
    """Say an action in other words, give it to somebody else or another day."""
    action = CHANGE.begin(action, by=by)
    is_new_owner, is_new_day = owner.pk != action.owner_id, due != action.due
    action.text, action.owner, action.due = text, owner, due
    if is_new_day or is_new_owner:
        action.told_due_at = action.told_late_at = None
    return _write(action, by=by, at=at, is_new_owner=is_new_owner, is_new_day=is_new_day)


@transaction.atomic
def finish_action(action, *, by: Person, at: datetime) -> ReportAction:
    """It is done: the next report carries it no more."""
    action = FINISH.begin(action, by=by)
    action.status, action.done_on, action.done_by = ActionState.DONE, timezone.localdate(at), by
    return _save(action, by=by, at=at)


@transaction.atomic
def reopen_action(action, *, by: Person, at: datetime) -> ReportAction:
    """It was not done after all: it is carried again until it is."""
    action = REOPEN.begin(action, by=by)
    action.status, action.done_on, action.done_by = ActionState.OPEN, None, None
    return _save(action, by=by, at=at)


def owners(school: School | None) -> QuerySet[Person]:
    """Who may be given an action: those who read reports or work on the desk of the school."""
    here = Q(memberships__school=school) | Q(memberships__school=None) if school else Q()
    return Person.objects.filter(here, memberships__role__in=OWNERS, is_active=True).distinct()


def _write(action, *, by, at, is_new_owner, is_new_day):
    action.text = " ".join(action.text.split())
    errors = {}
    if not action.text:
        errors["text"] = "Say what is to be done."
    if is_new_owner and not owners(action.school).filter(pk=action.owner_id).exists():
        errors["owner"] = f"{action.owner.name} neither reads the reports nor works on the desk there."
    if is_new_day and action.due < timezone.localdate(at):
        errors["due"] = "That day is over: choose today or a later one."
    if errors:
        raise ValidationError(errors)
    _save(action, by=by, at=at)
    if is_new_owner and action.owner_id != by.pk:
        path = action.get_absolute_url()
        letters.write(action.owner, "reports/action_given", at=at, path=path, action=action, by=by)
    return action


def _save(action, *, by, at):
    action._history_user, action._history_date = by, at
    action.save()
    return action


def remind(*, at: datetime) -> int:
    """Tell owners what is due today or long overdue, each once for each action. Returns how many letters.

    Safe to miss, to repeat and to run twice at once: what was told is marked in one transaction with the letter.
    """
    today = timezone.localdate(at)
    return _tell(today - LATE_AFTER, "told_late_at", at=at) + _tell(today, "told_due_at", at=at)


@transaction.atomic
def _tell(until, mark, *, at):
    """One letter to each owner about what was due by a day and was not told of so."""
    waiting = ReportAction.objects.to_do().filter(due__lte=until, **{mark: None}).order_by("due", "pk")
    by_owner = defaultdict(list)
    for action in waiting.select_for_update(of=("self",), skip_locked=True).select_related("school", "owner"):
        by_owner[action.owner].append(action)
    is_late = mark == "told_late_at"
    for owner, actions in by_owner.items():
        told = {"told_late_at": at, "told_due_at": at} if is_late else {mark: at}  # late needs no second letter
        ReportAction.objects.filter(pk__in=[action.pk for action in actions]).update(**told)
        path = actions[0].get_absolute_url() if len(actions) == 1 else reverse("reports:actions")
        letters.write(owner, "reports/actions_due", at=at, path=path, actions=actions, is_late=is_late)
    return len(by_owner)
