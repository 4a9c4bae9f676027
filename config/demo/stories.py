"""The lives an incident may have in the demo, each played through the product's own moves."""

from datetime import timedelta

from config.demo.stage import fresh
from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Status

DAY = timedelta(days=1)
CAN_WAIT = 0.35  # share of what stops no lesson that is not needed today


class Story:
    """One incident's life. `what` is its line of `config.demo.lines`; a subclass says what comes after the logging."""

    def __init__(self, stage, *, requester, school, technician, what, room=None, asset=None, stopped=False, desk=None):
        self.stage, self.requester, self.school, self.technician = stage, requester, school, technician
        self.what, self.room, self.asset, self.stopped, self.desk = what, room, asset, stopped, desk
        self.incident = None

    def begin(self, at):
        """The requester reports it, or the desk logs a call."""
        self.incident = log_incident(
            school=self.school,
            requester=self.requester,
            by=self.desk or self.requester,
            at=at,
            channel="phone" if self.desk else "page",
            category=self.what.category,
            description=self.what.says,
            room=self.room,
            asset=self.asset,
            lesson_stopped=self.stopped,
        )
        self.triage(at)
        self.go_on(at)

    def triage(self, at):
        """The desk looks at what can wait, or can't."""
        urgency = self.what.urgency or ("week" if not self.stopped and self.stage.rng.random() < CAN_WAIT else "")
        if urgency:
            impact = "whole_school" if self.what.everyone else self.incident.impact
            self.stage.later(at, 5, lambda at: self.judge(at, impact, urgency))

    def judge(self, at, impact, urgency):
        """Another priority, while it is still open."""
        if fresh(self.incident).is_open:
            self.move("prioritise", at, by=self.stage.desk, impact=impact, urgency=urgency)

    def go_on(self, at):
        """What happens next."""
        raise NotImplementedError

    def move(self, name, at, *, by=None, **facts):
        """Make a move on the record as it stands."""
        return getattr(workflow, name)(fresh(self.incident), by=by or self.technician, at=at, **facts)

    def pick_up(self, at):
        """The technician takes it and says so."""
        if fresh(self.incident).assignee_id is None:
            self.move("take", at)
        self.move("start", at)
        if self.stage.rng.random() < 0.6:
            self.move("reply", at, text=self.stage.rng.choice(ON_MY_WAY))
        self.on_it(at)

    def on_it(self, at):
        """What the technician does next."""

    def fix(self, at):
        """It works again."""
        self.move("resolve", at, resolution=self.what.fix, minutes=self.stage.rng.choice((5, 10, 15, 20, 30, 45)))
        if self.stage.rng.random() < 0.55:
            self.stage.later(at, 90, self.thank)

    def thank(self, at):
        """The requester says it works; most are happy."""
        if fresh(self.incident).status == Status.RESOLVED:
            self.move("confirm", at, by=self.requester, satisfied=self.stage.rng.random() < 0.92)


ON_MY_WAY = (
    "On my way.",
    "I will come by at break.",
    "Thank you, I have a spare and will bring it.",
    "Looking at it now from here; please leave it switched on.",
)


class Quick(Story):
    """Picked up and fixed well in time."""

    def go_on(self, at):
        self.stage.later(at, 8 if self.stopped else 35, self.pick_up)

    def on_it(self, at):
        self.stage.later(at, 30 if self.stopped else 110, self.fix)


class Outage(Quick):
    """Nobody in school can use the service at all, and the desk says so."""

    def on_it(self, at):
        self.move("mark_outage", at, by=self.stage.desk, is_outage=True)
        self.stage.later(at, 100, self.fix)


class Overlooked(Story):
    """Nobody saw it in time."""

    def go_on(self, at):
        self.stage.later(at, 210 if self.stopped else 700, self.pick_up)

    def on_it(self, at):
        self.stage.later(at, 120, self.fix)


class Waits(Story):
    """A part has to come first."""

    def go_on(self, at):
        self.stage.later(at, 45, self.pick_up)

    def on_it(self, at):
        self.stage.later(at, 30, self.order)

    def order(self, at):
        reason = self.stage.rng.choice(("part", "supplier"))
        day = (at + 4 * DAY).date()
        self.move("wait", at, reason=reason, follow_up_on=day, note=self.what.waits or "Ordered, due this week.")
        self.stage.later(at, self.stage.rng.choice((900, 1500, 2400)), self.arrives)

    def arrives(self, at):
        self.move("resume", at)
        self.stage.later(at, 50, self.fix)


class Asks(Story):
    """The technician needs an answer first."""

    def go_on(self, at):
        self.stage.later(at, 30, self.ask)

    def ask(self, at):
        self.move("take", at)
        note = self.what.asks or "Which device is it, and is it free before lunch?"
        self.move("wait", at, reason="requester", follow_up_on=(at + DAY).date(), note=note)
        self.stage.later(at, 220, self.answer)

    def answer(self, at):
        self.move("reply", at, by=self.requester, text=self.stage.rng.choice(ANSWERS))
        self.stage.later(at, 70, self.fix)


ANSWERS = (
    "The one by the window. Free after period 4.",
    "Room is free from 13:10.",
    "It is the blue one, tag on the lid.",
)


class ComesBack(Story):
    """Fixed, and then not."""

    def go_on(self, at):
        self.stage.later(at, 20, self.pick_up)

    def on_it(self, at):
        self.stage.later(at, 60, self.first_try)

    def first_try(self, at):
        self.move("resolve", at, resolution="Restarted, worked when I left.", minutes=10)
        self.stage.later(at, 300, self.still_broken)

    def still_broken(self, at):
        self.move("reopen", at, by=self.requester, reason="It has gone again, same as before.")
        self.stage.later(at, 120, self.fix)


class NeverMind(Story):
    """It came back by itself."""

    def go_on(self, at):
        self.stage.later(
            at, 25, lambda at: self.move("cancel", at, by=self.requester, reason="It came back by itself.")
        )


class Twice(Story):
    """A colleague has reported it already."""

    original = None

    def go_on(self, at):
        self.stage.later(at, 15, self.join)

    def join(self, at):
        if self.original and self.original.incident:
            self.move("mark_duplicate", at, original=self.original.incident)


class Untouched(Story):
    """Just came in; nobody has seen it yet."""

    def go_on(self, at):
        """Nothing yet."""


class InHand(Story):
    """A technician is on it."""

    def go_on(self, at):
        self.stage.later(at, 20, self.pick_up)


class NotAnswered(Asks):
    """The technician asked, and the requester has not answered yet."""

    def answer(self, at):
        """Not yet."""
