"""The demo's changes: one in each state, as three schools would have them, and what is done the same way each time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assets.models import Asset
from changes import workflow
from changes.models import Change, Kind, Outcome

LONDON = ZoneInfo("Europe/London")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FRIDAY = 4
# School → who looks through each other’s plans.
PEERS = {
    "HBS": ("priya.shah", "tom.webb"),
    "MLP": ("priya.shah", "carys.lloyd"),
    "NGA": ("tom.webb", "carys.lloyd"),
    None: ("martin.hale", "ruth.penrose"),
}
LAST_WORD = {"HBS": "grace.adeyemi"}  # the head, as the rule of that school says
TWICE = {"impact": 2, "likelihood": 2}
STANDARDS = [
    ("Change a toner", ["Open the front.", "Put the new one in.", "Print a page."], True),
    ("Set up a staff laptop", ["Build it.", "Sign in once as the new owner.", "Write down its tag."], True),
    ("Bring files back from the back-up", ["Find the day.", "Bring them back beside the old ones."], False),
]


class Changes:
    """What is asked for, approved, planned, made and looked back at; each act is put on the stage at its moment."""

    def __init__(self, cast):
        self.stage, self.schools, self.people = cast.stage, cast.schools, cast.people
        self.made, self.peers, self.last_word = {}, {}, {}

    def play(self):
        """Put all of it on the stage."""
        self._at(60, self._standards)
        self._switch()
        self._certificate()
        self._spare()
        self._tablets()
        self._toner()
        self._ahead()

    def _switch(self):
        """The usual way, from the first question to the look back."""
        facts = {"reason": "The old one drops out whenever a class signs in.", "details": "A managed switch instead."}
        self._ask(48, "HBS", "tom.webb", "New switch for the computing block", tags=["AP-2"], **facts)
        plan = {"procedure": ["Label the cables.", "Take the old switch out.", "Put the new one in.", "Test."]}
        plan |= {"back_out": ["Put the old switch back; it stays on the shelf for a week."], **TWICE}
        self._to("New switch for the computing block", 47, "approved", by="tom.webb", window=-40, **plan)
        title = "New switch for the computing block"
        self._move(title, 41, "announce", "tom.webb", note="Save your work before four o’clock.")
        self._move(title, 40, "implement", "tom.webb", minutes=75, note="All rooms tested.", hour=17)
        self._move(title, 39, "record_in_assets", "tom.webb", note="The old switch is a spare now.")
        self._move(title, 38, "close", "tom.webb", outcome=Outcome.SUCCESSFUL, outcome_note="No lesson was touched.")
        said = {"objectives_met": True, "on_time": True, "lessons": "Label the cables first; it halves the time."}
        self._move(title, 33, "review", "martin.hale", **said)

    def _certificate(self):
        """It could not wait; the look back at it is due."""
        title, why = "New certificate for the Wi-Fi sign-in", "It ran out overnight, so nobody can get on."
        facts = {"kind": Kind.EMERGENCY, "reason": why, "details": "Renew it and restart the sign-in service."}
        self._ask(9, "HBS", "priya.shah", title, tags=["AP-1", "AP-2", "AP-3"], **facts)
        self._move(title, 9, "implement", "priya.shah", minutes=50, hour=12)
        self._move(title, 9, "record_in_assets", "priya.shah", note="Nothing had to be changed there.", hour=13)
        self._move(title, 8, "close", "priya.shah", outcome=Outcome.SUCCESSFUL, outcome_note="Back by lunch.")
        agrees = {"note": "It could not wait. Next year it is renewed in the holidays, please."}
        self._move(title, 7, "approve_afterwards", "grace.adeyemi", **agrees)

    def _spare(self):
        """An emergency of yesterday; whether it was right is still asked."""
        title, why = "The spare switch for the hall", "The hall and the kitchen were off the network at noon."
        facts = {"kind": Kind.EMERGENCY, "reason": why, "details": "Put the spare in; the old one goes to repair."}
        self._ask(1, "HBS", "tom.webb", title, **facts)
        self._move(title, 1, "implement", "tom.webb", minutes=25, hour=12)

    def _tablets(self):
        """It went wrong and was undone, and something was learnt."""
        title = "Tablets of the juniors to the new version"
        why = {"reason": "The reading app asks for it.", "details": "Overnight, five tablets at a time."}
        self._ask(31, "MLP", "carys.lloyd", title, tags=["TAB-111", "TAB-113", "TAB-114"], **why)
        plan = {"procedure": ["Charge them.", "Send the new version.", "Open the reading app on each."]}
        plan |= {"back_out": ["Send the version before."], "impact": 2, "likelihood": 3}
        self._to(title, 30, "approved", by="carys.lloyd", window=-24, **plan)
        self._move(title, 24, "implement", "carys.lloyd", minutes=90, hour=18)
        self._move(title, 23, "back_out", "carys.lloyd", note="The register app would not start; sent the old one.")
        self._move(title, 22, "record_in_assets", "carys.lloyd", note="Nothing had to be changed there.")
        note = {"outcome": Outcome.BACKED_OUT, "outcome_note": "All tablets are as they were before."}
        self._move(title, 22, "close", "carys.lloyd", **note)
        said = {"objectives_met": False, "on_time": True, "lessons": "Try every app on one tablet first."}
        self._move(title, 18, "review", "martin.hale", **said)

    def _toner(self):
        """A standard change that was made; the register comes next."""
        title = "Change a toner"
        self._ask(2, "HBS", "priya.shah", title, tags=["PRN-03"], kind=Kind.STANDARD)
        self._move(title, 1, "implement", "priya.shah", minutes=10)

    def _ahead(self):
        """What waits for a plan, a look, a yes or its day."""
        file_server = {"procedure": ["Copy everything.", "Compare the copies.", "Switch over.", "Keep the old disks."]}
        file_server |= {"back_out": ["Switch back to the old disks."], "impact": 3, "likelihood": 2}
        file_server |= {"impact_during": "Shared files can’t be opened.", "downtime_minutes": 120}
        ahead = [
            (6, "HBS", "tom.webb", "File server onto new disks", "The old ones are seven years old.", "reviewed", 12),
            (1, "HBS", "priya.shah", "A Wi-Fi name for visitors", "Guests borrow passwords now.", "raised", None),
            (5, "NGA", "tom.webb", "Longer passwords for staff", "The insurer asks for it.", "proceed", None),
            (7, "MLP", "carys.lloyd", "New printer for the office", "Parts are no longer made.", "planned", 8),
            (8, "HBS", "priya.shah", "New firmware for the screens", "Touch stops after a while.", "approved", 5),
            (12, None, "martin.hale", "New rules for the web filter", "Three sites block lessons.", "announced", 3),
            (20, "NGA", "carys.lloyd", "Turn the old mail server off", "Nobody signs in there.", "rejected", None),
            (15, "HBS", "tom.webb", "Another access point in the hall", "It is full at assemblies.", "withdrawn", None),
        ]
        tags = {"New firmware for the screens": ["SCR-0105", "SCR-106", "SCR-0107"]}
        tags["New printer for the office"] = ["MPR-1"]
        for days, code, by, title, why, state, window in ahead:
            self._ask(days, code, by, title, tags=tags.get(title, ()), reason=why)
            plan = file_server if title.startswith("File") else {"procedure": ["Do it on one first.", "Then the rest."]}
            if state == "planned":
                plan |= {"impact": 1, "likelihood": 2}
            else:
                plan |= TWICE | {"back_out": ["Go back to how it was."]} if plan is not file_server else {}
            self._to(title, days - 1, state, by=by, window=window, **plan)

    # How it is put on the stage.

    def _standards(self, at):
        for name, steps, offered in STANDARDS:
            martin = self.people["martin.hale"]
            standard = workflow.write_standard(by=martin, at=at, name=name, procedure=steps)
            if offered:
                standard = workflow.offer_standard(standard, by=martin, at=at, review_on=(at + 300 * DAY).date())
            self.made[name, "template"] = standard

    def _ask(self, days, code, by, title, *, tags=(), kind=Kind.NORMAL, **facts):
        self.peers[title] = next(peer for peer in PEERS[code] if peer != by)
        self.last_word[title] = LAST_WORD.get(code, "martin.hale" if by != "martin.hale" else "ruth.penrose")

        def ask(at):
            school = self.schools[code] if code else None
            about = {"assets": list(Asset.objects.filter(tag__in=tags, school=school)), "school": school, "kind": kind}
            if kind == Kind.STANDARD:
                about["template"] = self.made[title, "template"]
            person = self.people[by]
            self.made[title] = workflow.raise_change(by=person, at=at, title=title, **about, **facts).pk

        self._at(days, ask)

    def _to(self, title, days, state, *, by, window, **plan):
        """Move it on to a state, a day's work at a time, as far as it goes before today."""
        ways = {
            "rejected": [("reject", "martin.hale", {"note": "Old orders are still read there. Ask again in July."})],
            "withdrawn": [("withdraw", by, {"reason": "A longer cable to the one that is there was enough."})],
        }
        usual = [
            ("approve_to_proceed", "martin.hale", {"note": "Go ahead with the plan."}),
            ("plan", by, plan | self._window(window)),
            ("peer_review", self.peers[title], {"note": "Holds."}),
            ("approve_to_implement", self.last_word[title], {"note": "Fine by me."}),
            ("announce", by, {}),
        ]
        far = {"raised": 0, "proceed": 1, "planned": 2, "reviewed": 3, "approved": 4, "announced": 5}
        for n, (name, who, said) in enumerate(ways.get(state) or usual[: far[state]]):
            self._move(title, days, name, who, hour=11, minute=9 * n, **said)

    def _window(self, days):
        """After school, so many days from now; on the next school day where that is a weekend."""
        if days is None:
            return {}
        day = self.stage.now.date() + days * DAY
        if days > 0 and day.weekday() > FRIDAY:
            day += (7 - day.weekday()) * DAY
        start = datetime.combine(day, time(16), LONDON)
        return {"starts_at": start, "ends_at": start + 90 * MINUTE}

    def _move(self, title, days, name, by, *, hour=10, minute=30, **said):
        def move(at):
            change = Change.objects.get(pk=self.made[title])
            getattr(workflow, name)(change, by=self.people[by], at=at, **said)

        self._at(days, move, hour=hour, minute=minute)

    def _at(self, days, act, *, hour=9, minute=0):
        day = (self.stage.now - days * DAY).date()
        self.stage.at(datetime.combine(day, time(hour, minute), LONDON), act)
