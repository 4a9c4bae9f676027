"""Who says yes: a step is asked for, answered by whoever was asked or stands in for them, and the change moves on."""

from django.db import transaction
from django.db.models import Max

from changes import timeline
from changes.models import Afterwards, Approval, ByWay, Change, Decision, Status, Step, Wants
from changes.moves import APPROVE_AFTERWARDS, APPROVE_TO_IMPLEMENT, APPROVE_TO_PROCEED, PEER_REVIEW, REJECT
from changes.workflow import asking
from changes.workflow.asking import Asked
from changes.workflow.record import day_of, must_say, save
from changes.workflow.telling import tell, tell_asked
from servicedesk.errors import NotYours, Refused

# What is asked for while a change stands there.
STEP_AT = {Status.RAISED: Step.PROCEED, Status.PLANNED: Step.PEER_REVIEW, Status.REVIEWED: Step.IMPLEMENT}
# The move that is a yes to a step.
YES_TO = {
    Step.PROCEED: APPROVE_TO_PROCEED,
    Step.PEER_REVIEW: PEER_REVIEW,
    Step.IMPLEMENT: APPROVE_TO_IMPLEMENT,
    Step.AFTERWARDS: APPROVE_AFTERWARDS,
}
# What a no is called in the story, and the letter about it.
NO_TO = {
    PEER_REVIEW.name: ("send_back", "sent_back"),
    REJECT.name: ("reject", "rejected"),
    APPROVE_AFTERWARDS.name: ("reject_afterwards", "rejected_afterwards"),
}
NO_WHY = "Say why not, so that whoever asked for it knows what to change."
OVERTAKEN = "This was asked for anew since you opened it. Nothing was changed; read it again before you answer."


def ask(change, step, at):
    """Ask for a step anew: whoever is named for it, and who stands in for them, gets a letter to answer by.

    What was asked before and not answered is no longer needed; what was said before stays.
    """
    lapse(change, at)
    named = asking.who_is_asked(change, step)
    number = last_round(change, step) + 1
    facts = {"change": change, "step": step, "round": number, "wants": named.wants, "asked_at": at}
    Approval.objects.bulk_create(Approval(approver=person, **facts) for person in named.people)
    names = [person.name for person in named.people]
    timeline.write(change, "ask", by=None, at=at, step=step, round=number, names=names)
    _tell_all(change, asking.asked_now(change, step, at=at), "asked", at=at)


def lapse(change, at):
    """Nobody has to answer any more what is still open of a change."""
    change.approvals.filter(decided_at=None, lapsed_at=None).update(lapsed_at=at)


@transaction.atomic
def approve_to_proceed(change, *, by, at, note="", round=None, way=ByWay.PAGE):
    """It may be planned: time may be spent on it."""
    return _say_yes(APPROVE_TO_PROCEED, change, Step.PROCEED, by=by, at=at, note=note, round=round, way=way)


@transaction.atomic
def peer_review(change, *, by, at, note="", holds=True, round=None, way=ByWay.PAGE):
    """Somebody else looked through the plan: it holds, or goes back with a note of what is missing."""
    said = {"by": by, "at": at, "note": note, "round": round, "way": way}
    if holds:
        return _say_yes(PEER_REVIEW, change, Step.PEER_REVIEW, **said)
    return _say_no(PEER_REVIEW, change, **said)


@transaction.atomic
def approve_to_implement(change, *, by, at, note="", round=None, way=ByWay.PAGE):
    """It may be made as it is planned."""
    return _say_yes(APPROVE_TO_IMPLEMENT, change, Step.IMPLEMENT, by=by, at=at, note=note, round=round, way=way)


@transaction.atomic
def approve_afterwards(change, *, by, at, note="", agrees=True, round=None, way=ByWay.PAGE):
    """An emergency was made without asking: was it right? Its state stays; a no says why, and it is looked back at."""
    said = {"by": by, "at": at, "note": note, "round": round, "way": way}
    if agrees:
        return _say_yes(APPROVE_AFTERWARDS, change, Step.AFTERWARDS, **said)
    return _say_no(APPROVE_AFTERWARDS, change, **said)


@transaction.atomic
def reject(change, *, by, at, note, round=None, way=ByWay.PAGE):
    """It is not to be made, and why; whoever asked for it may raise it again when things are different."""
    return _say_no(REJECT, change, by=by, at=at, note=note, round=round, way=way)


@transaction.atomic
def decide(approval, *, by, at, yes, note="", way=ByWay.PAGE):
    """Answer one question that was asked: the move that belongs to its step."""
    locked(approval.change_id)
    approval = Approval.objects.select_related("change").get(pk=approval.pk)
    if approval.decided_at or approval.lapsed_at:
        raise Refused(f"This needs no answer any more. {approval.change.reference} shows what was said.")
    said = {"by": by, "at": at, "note": note, "round": approval.round, "way": way}
    if approval.step == Step.PEER_REVIEW:
        return peer_review(approval.change, holds=yes, **said)
    if approval.step == Step.AFTERWARDS:
        return approve_afterwards(approval.change, agrees=yes, **said)
    if not yes:
        return reject(approval.change, **said)
    return (approve_to_proceed if approval.step == Step.PROCEED else approve_to_implement)(approval.change, **said)


@transaction.atomic
def decide_in_meeting(change, *, by, at, yes, note, present, chair):
    """The committee decided, and `by` wrote it down: those present who were asked said so, or else the chair did."""
    step = step_of(change)
    if step is None:
        raise Refused(f"Nothing is asked about {change.reference} now: it is {change.get_status_display().lower()}.")
    able = asking.who_may(step, change.school)
    asked = [person for person in asking.asked_now(change, step, at=at).people if person in present]
    voices = asked or [person for person in [chair] if person in able]
    if not voices:
        raise Refused("Nobody present was asked about this, and the chair may not approve it. Say who is in the chair.")
    move = YES_TO[step]
    said = {"by": by, "at": at, "note": note, "way": ByWay.MEETING, "voices": voices}
    if yes:
        return _say_yes(move, change, step, **said)
    return _say_no(REJECT if step in (Step.PROCEED, Step.IMPLEMENT) else move, change, **said)


def _say_yes(move, change, step, *, by, at, note, way, round=None, voices=None):
    change = move.begin(change, by=by)
    _check_round(change, step, round)
    said = _sign(change, step, Decision.APPROVED, voices or [by], at=at, note=note, way=way, needs=voices is None)
    asked = asking.asked_now(change, step, at=at)
    facts = {"step": step, "way": way, "names": [person.name for person in said]}
    if _is_waited_for(change, step, asked):
        left = [person.name for person in asked.people]
        timeline.write(change, "say_yes", by=by, at=at, text=note.strip(), left=left, **facts)
        return change
    lapse(change, at)
    if step == Step.AFTERWARDS:
        change.afterwards, change.afterwards_at = Afterwards.APPROVED, at
    else:
        change.status = move.target
    timeline.write(change, move.name, by=by, at=at, text=note.strip(), **facts)
    save(change, by=by, at=at)
    tell(change, "approved", by=by, at=at, step=step, said_by=said, note=note.strip())
    if step == Step.PEER_REVIEW:
        ask(change, Step.IMPLEMENT, at)
    return change


def _say_no(move, change, *, by, at, note, way, round=None, voices=None):
    """A plan that doesn't hold goes back to whoever wrote it; what was made stays made; anything else ends."""
    change = move.begin(change, by=by)
    step = answered_by(move, change)
    _check_round(change, step, round)
    must_say(note=(note, NO_WHY))
    note = note.strip()
    said = _sign(change, step, Decision.REJECTED, voices or [by], at=at, note=note, way=way, needs=voices is None)
    lapse(change, at)
    line, letter = NO_TO[move.name]
    if move is PEER_REVIEW:
        change.status = Status.PROCEED
    elif move is APPROVE_AFTERWARDS:
        change.afterwards, change.afterwards_at = Afterwards.REJECTED, at
    else:
        change.status = move.target
        change.closed_at, change.closed_on, change.outcome_note = at, day_of(change, at), note
    facts = {"step": step, "way": way, "names": [person.name for person in said]}
    timeline.write(change, line, by=by, at=at, text=note, **facts)
    save(change, by=by, at=at, because=note)
    tell(change, letter, by=by, at=at, step=step, said_by=said, note=note)
    return change


def _sign(change, step, decision, voices, *, at, note, way, needs):
    """Write down what each said, on every question they can answer. Returns who said it."""
    asked, number = asking.asked_now(change, step, at=at), max(last_round(change, step), 1)
    facts = {"decision": decision, "decided_at": at, "way": way, "note": note.strip()}
    for person in voices:
        theirs = [question for question in asked.of(person) if not question.decided_at]
        if needs and not theirs:
            _check_may_answer(change, step, asked, person, decision)
        for question in theirs:
            question.decided_by = person
            for name, value in facts.items():
                setattr(question, name, value)
            question.save()
        if not asked.of(person):
            _answer_unasked(change, step, person, number, facts)
    return voices


def _answer_unasked(change, step, person, number, facts):
    """They were not asked, but may answer: their answer stands beside the questions."""
    facts = facts | {"decided_by": person, "asked_at": facts["decided_at"], "lapsed_at": None}
    Approval.objects.update_or_create(change=change, step=step, round=number, approver=person, defaults=facts)


def _check_may_answer(change, step, asked: Asked, by, decision):
    """Somebody else was asked, so this one may not answer. Raises NotYours with who was; Refused where they did."""
    said = change.approvals.filter(step=step, round=last_round(change, step), decided_by=by, decision=decision)
    if asked.people and said.exists():
        raise Refused(f"You have said so already. {names_of(asked.people)} must answer as well.")
    named = asking.who_is_asked(change, step)
    if by in named.people or not (asked.people or named.people):
        return
    waited_for = asked.people or named.people
    raise NotYours(f"{names_of(waited_for)} {'is' if len(waited_for) == 1 else 'are'} asked about {change.reference}.")


def _check_round(change, step, round):
    """What they read is still what is asked."""
    if round is not None and round != last_round(change, step):
        raise Refused(OVERTAKEN)


def _is_waited_for(change, step, asked):
    """Must somebody else say yes as well? Those who can't answer any more are not waited for."""
    everyone = change.approvals.filter(step=step, round=last_round(change, step), wants=Wants.ALL).exists()
    return everyone and bool(asked.answerable)


def step_of(change):
    """What is asked about a change now: before its next step, or afterwards about an emergency; None: nothing."""
    return STEP_AT.get(change.status) or (Step.AFTERWARDS if change.afterwards == Afterwards.ASKED else None)


def answered_by(move, change):
    """The step that a move answers. A no to a plan is one to making it, also while a colleague looks through it."""
    if move is REJECT:
        return Step.PROCEED if change.status == Status.RAISED else Step.IMPLEMENT
    return next(step for step, yes in YES_TO.items() if yes is move)


def locked(pk):
    """A change whose row nobody else writes until this transaction ends."""
    list(Change.objects.select_for_update().filter(pk=pk).values_list("pk"))
    return Change.objects.select_related("school", "originator", "implementer").get(pk=pk)


def last_round(change, step):
    """How often a step was asked for."""
    return change.approvals.filter(step=step).aggregate(last=Max("round"))["last"] or 0


def _tell_all(change, asked, letter, *, at):
    """One letter to each who can answer, with their own link; their own question before one they stand in for."""
    for person in asked.people:
        theirs = sorted(asked.of(person), key=lambda question: question.approver_id != person.pk)
        tell_asked(change, theirs[0], letter, to=person, at=at)


def names_of(people):
    """Names in a sentence."""
    *most, last = [person.name for person in people]
    return f"{', '.join(most)} and {last}" if most else last
