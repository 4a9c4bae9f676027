"""Who was asked about a change, what they said, and who must say yes next, in plain words."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from changes.models import Approval, ByWay, Change, Decision, Step, Wants
from changes.moves import REJECT
from changes.two_hats import hats_of
from changes.workflow import asking
from changes.workflow.approving import YES_TO, answered_by, names_of, step_of

NOBODY = "Nobody who is named may approve any more: name somebody."
TO_DO = {
    Step.PROCEED: "before it is planned",
    Step.PEER_REVIEW: "after looking through the plan",
    Step.IMPLEMENT: "before it is made",
    Step.AFTERWARDS: "now that it was made",
}
YES = {
    Step.PROCEED: "Yes, plan it",
    Step.PEER_REVIEW: "The plan holds",
    Step.IMPLEMENT: "Yes, make it",
    Step.AFTERWARDS: "Yes, it was right",
}
NO = {Step.PEER_REVIEW: "Send it back", Step.AFTERWARDS: "No, it was not"}
WAYS = {
    ByWay.API: "through a program",
    ByWay.LETTER: "by the link in a letter",
    ByWay.MEETING: "in the committee",
}


@dataclass(frozen=True)
class Line:
    """One person who was asked, with what came of it."""

    who: str
    kind: str
    sign: str
    says: str
    how: str = ""
    note: str = ""
    moment: datetime | None = None


@dataclass(frozen=True)
class Group:
    """One step: who was asked and what they said; `spared`: who did not have to answer any more."""

    title: str
    lines: list[Line]
    spared: str


@dataclass(frozen=True)
class Asked:
    """The approvals of a change, as its page shows them. `url`: where this reader answers, `no_url`: where they reject
    it; "" where they can't.
    """

    groups: list["Group"]
    next: str = ""
    nobody: str = ""
    lost: str = ""
    url: str = ""
    yes: str = ""
    no_url: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def is_empty(self):
        """Was nobody ever asked, and need nobody be?"""
        return not self.groups and not self.next


def approvals_of(change: Change, *, reader, at) -> Asked:
    """Everything that was asked and said about a change, the latest round of each step."""
    groups = _groups(change)
    step = step_of(change)
    if step is None:
        return Asked(groups)
    named, asked = asking.who_is_asked(change, step), asking.asked_now(change, step, at=at)
    lost = [person for person in named.lost if named.is_by_rule]
    may = YES_TO[step].possible(change, reader) and may_answer(reader, named, asked)
    return Asked(
        groups,
        next=_next(step, named, asked),
        nobody=NOBODY if named.rule and not named.is_by_rule else "",
        lost=f"{names_of(lost)} left or may not approve any more." if lost else "",
        no_url=reverse("changes:reject", args=[change.pk]) if _may_reject(change, step, reader, may, at) else "",
        **(_ways(change, step, reader) if may else {}),
    )


def number_asked_of(person):
    """How many answers wait for somebody, theirs and those of people they stand in for."""
    return Approval.objects.waiting_for(person, day=timezone.localdate()).count()


def may_answer(person, named, asked):
    """Is this person asked, in their own name or for somebody who is away, or could be?"""
    return person in asked.people or person in named.people or not (asked.people or named.people)


def _ways(change, step, reader):
    url = reverse(f"changes:{YES_TO[step].name}", args=[change.pk])
    return {"url": url, "yes": YES[step], "warnings": list(hats_of(change, step, reader))}


def _may_reject(change, step, reader, may, at):
    """Whoever will have the last word may use it while a colleague still looks through the plan."""
    if not REJECT.possible(change, reader):
        return False
    refused = answered_by(REJECT, change)
    if refused == step:
        return may
    return may_answer(reader, asking.who_is_asked(change, refused), asking.asked_now(change, refused, at=at))


def _next(step, named, asked):
    waited_for = [each.approver for each in asked.answerable] or named.people
    if not waited_for:
        return f"Nobody is asked. Whoever may approve changes here must say yes {TO_DO[step]}."
    everyone = any(each.wants == Wants.ALL for each in asked.questions)
    words = names_of(waited_for) if everyone else names_of(waited_for).replace(" and ", " or ")
    sentence = f"{words} must say yes {TO_DO[step]}."
    return " ".join([sentence, *_standing_in(asked)])


def _standing_in(asked):
    for each in asked.questions:
        deputies = [person for person in asked.answers[each.pk] if person != each.approver]
        if deputies:
            verb = "stands" if len(deputies) == 1 else "stand"
            yield f"{names_of(deputies)} {verb} in for {each.approver.name}."


def _groups(change):
    """Step by step; of a step that was asked for anew the latest round, and what was said in those before."""
    said, spared, last = {}, {}, {}
    rows = list(change.approvals.select_related("approver", "decided_by").order_by("pk"))
    for row in rows:
        last[row.step] = max(last.get(row.step, 0), row.round)
    for row in rows:
        is_old = row.round < last[row.step]
        if row.decided_at or (not row.lapsed_at and not is_old):
            said.setdefault(row.step, []).append(_line(row, is_old=is_old))
        elif not is_old:
            spared.setdefault(row.step, []).append(row.approver)
    return [
        Group(step.label, said.get(step, []), names_of(spared[step]) if step in spared else "")
        for step in Step
        if step in said or step in spared
    ]


def _line(row, *, is_old):
    if not row.decided_at:
        return Line(row.approver.name, "info", "clock", "Asked", moment=row.asked_at)
    yes = row.decision == Decision.APPROVED
    words = ("ok", "check", "Yes") if yes else ("danger", "cross", "No")
    how = [f"{row.decided_by.name} answered"] if row.decided_by_id != row.approver_id else []
    how += [WAYS[row.way]] if row.way in WAYS else []
    how += ["to an earlier plan"] if is_old else []
    return Line(row.approver.name, *words, how=", ".join(how), note=row.note, moment=row.decided_at)
