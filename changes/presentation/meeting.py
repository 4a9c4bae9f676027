"""The points of a meeting as a reader sees them."""

from dataclasses import dataclass

from django.db.models import Prefetch

from changes.models import Approval, ByWay, Change, Decision, MeetingItem, Step
from changes.workflow.approving import names_of, step_of

ASKS = {
    Step.PROCEED: "May it be planned?",
    Step.PEER_REVIEW: "Does its plan hold?",
    Step.IMPLEMENT: "May it be made?",
    Step.AFTERWARDS: "It was made at once. Was that right?",
}


@dataclass(frozen=True)
class ItemLine:
    """One point: what is asked, what was decided, and whether it can still be."""

    item: MeetingItem
    change: Change
    asks: str
    decided: str
    word: str  # of whom a decision was
    can_decide: bool
    elsewhere: str


def items_of(meeting, *, reader):
    """The points of an agenda in order, without changes that its reader may not see."""
    seen = Change.objects.visible_to(reader).values("pk")
    related = ("change__school", "change__originator", "change__implementer", "change__service")
    said = Approval.objects.filter(way=ByWay.MEETING).select_related("decided_by").order_by("decided_by__name", "pk")
    items = meeting.items.filter(change__in=seen).select_related(*related)
    items = items.prefetch_related(Prefetch("change__approvals", said, to_attr="said_in_meetings"))
    return [_line(item) for item in items]


def _line(item):
    change, step = item.change, Step(item.step) if item.step else ""
    is_asked = bool(step) and step_of(change) == step
    decided = {Decision.APPROVED: "Yes", Decision.REJECTED: "No"}.get(item.decision, "")
    moved_on = bool(step) and not is_asked and not decided
    return ItemLine(
        item,
        change,
        asks=ASKS[step] if step else _without_question(change),
        decided=decided,
        word=_word(item) if decided else "",
        can_decide=is_asked and not decided,
        elsewhere=f"Answered elsewhere: it is {change.get_status_display().lower()} now." if moved_on else "",
    )


def _word(item):
    """Whose word the decision was: who said it in that moment, whoever wrote it down."""
    people = {
        said.decided_by_id: said.decided_by
        for said in item.change.said_in_meetings
        if said.step == item.step and said.decided_at == item.decided_at
    }
    return names_of(people.values()) if people else ""


def _without_question(change):
    if change.status == "closed":
        return "Looking back at it" if change.reviewed_at is None else "Looked back at already"
    return "It is in the way of something, or something is in its way" if change.starts_at else "To talk about"
