"""From reactive to proactive: what keeps going wrong in the demo's term, and what the team does about it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assets.models import Asset
from changes.workflow import record_change
from config.demo import stories
from config.demo.lines import Line
from config.demo.stage import fresh
from incidents import workflow as incident_moves
from incidents.intake import log_incident
from incidents.intake_same import log_me_too
from incidents.models import Channel, Incident, Status
from maintenance import rounds
from maintenance import workflow as maintenance
from maintenance.models import Check, Result, Round
from maintenance.models import Status as RoundStatus
from problems import workflow as problem_moves
from problems.models import KnownError, Problem, Trend
from problems.trends.finder import find
from sla import working_time

LONDON = ZoneInfo("Europe/London")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LABELS_PROBLEM = "Label printer prints blank labels"
LABELS = ("Labels come out blank.", "Cleaned the head and set the label size.")
COPIER = ("Prints grey stripes since the new driver.", "Went back to the old driver on this computer.")
WIRELESS = ("Wi-Fi drops in the middle of a lesson.", "Restarted the access point.")
SIGN_IN = ("Password is not taken this morning.", "Signed out everywhere and signed in anew.")
SIGN_INS = 11  # on one morning
JOBS = {"HBS-FILES": (2, 4), "HBS-MAIL": (1, 5)}  # back-up → weekdays on which its run fails


class Proactive:
    """What the team finds and does beside the queue; every act is put on the stage at its moment."""

    def __init__(self, cast, first):
        self.cast, self.stage, self.first = cast, cast.stage, first
        self.schools, self.people, self.categories = cast.schools, cast.people, cast.categories
        self.rng = cast.rng

    def play(self):
        """Put all of it on the stage."""
        self.wireless()
        self.labels()
        self.sign_ins()
        self.right_now()
        self.jobs()
        self.copier()
        self.sound()
        self.trolley()
        self.maintenance()

    # What keeps going wrong.

    def wireless(self):
        """At the large school the Wi-Fi drops more and more often."""
        for n in range((self.stage.now.date() - self.first).days + 1):
            if self.cast.is_school_day("HBS", self.first + n * DAY) and self.rng.random() < 0.5 + n / 220:
                room = self.rng.choice(self.cast.rooms["HBS"])
                self._report("HBS", "Internet", WIRELESS, self._at(n, 9, self.rng.randrange(240)), room=room)

    def sign_ins(self):
        """One morning last week many could not sign in."""
        day = self.cast.school_day_before(self.stage.now.date() - 5 * DAY, "HBS")
        for n in range(SIGN_INS):
            at = datetime.combine(day, time(8, 20), LONDON) + 9 * n * MINUTE
            self._report("HBS", "Can’t sign in", SIGN_IN, at, room=self.rng.choice(self.cast.rooms["HBS"]))

    def right_now(self):
        """If it is a school day's open time, several of one school can't get on the internet this very minute."""
        teachers = self.cast.teachers["NGA"]
        for n, teacher in enumerate(teachers):
            at = self.stage.now - (30 - 6 * n) * MINUTE
            room = self.cast.rooms["NGA"][n % len(self.cast.rooms["NGA"])]
            self._report("NGA", "Internet", WIRELESS, at, room=room, requester=teacher)

    def jobs(self):
        """The back-up server writes to the desk when a run failed; times and numbers differ, the words don't."""
        for job, weekdays in JOBS.items():
            for n in range((self.stage.now.date() - self.first).days + 1):
                day = self.first + n * DAY
                if day.weekday() in weekdays and self.rng.random() < 0.7:
                    self.stage.at(self._at(n, 2, 13 + self.rng.randrange(90)), self._alert(job, day))

    def _alert(self, job, day):
        number, left = self.rng.randrange(100_000, 999_999), self.rng.uniform(0.5, 40)

        def write(at):
            martin = self.people["martin.hale"]
            words = f"Back-up {job} failed at {at:%d/%m/%Y %H:%M:%S}, run {number}, {left:.1f} GB not copied"
            facts = {"school": self.schools["HBS"], "category": self.categories["Something else"], "channel": "api"}
            incident = log_incident(**facts, requester=martin, by=martin, at=at, summary=words, urgency="week")
            self.stage.later(at, 120, lambda at: self._fixed(incident, at))

        return write

    def _fixed(self, incident, at):
        facts = {"resolution": "Started the run again; it went through.", "minutes": 10}
        incident_moves.resolve(fresh(incident), by=self.people["tom.webb"], at=at, **facts)

    # What is done about it.

    def labels(self):
        """The label printer fails every few days until its cause is found; since then hardly ever."""
        asset = self._asset("HBS", "LBL-02")
        for n in (*range(1, 47, 2), 70):
            self._report(
                "HBS", "Printer", LABELS, self._at(n, 10, 5 * n % 60), asset=asset, requester=self.people["ann.pryce"]
            )
        self.stage.at(self._at(41, 11), self._labels_problem)
        self.stage.at(self._at(48, 15), self._labels_solved)

    def _labels_problem(self, at):
        priya, asset = self.people["priya.shah"], self._asset("HBS", "LBL-02")
        yesterday = (at - DAY).date()
        problem_moves.propose(find(yesterday, kinds=["recurrence"]), on=yesterday, at=at)
        trend = Trend.objects.to_decide().filter(incidents__asset=asset).order_by("-score").first()
        if trend:
            problem = problem_moves.accept_trend(trend, by=priya, at=at, title=LABELS_PROBLEM).problem
        else:
            found = list(Incident.objects.filter(asset=asset).order_by("pk"))
            facts = {"title": LABELS_PROBLEM, "school": asset.school, "incidents": found}
            problem = problem_moves.raise_problem(by=priya, at=at, **facts)
        problem_moves.describe(problem, by=priya, at=at, assets=[asset])
        problem = problem_moves.take(problem, by=priya, at=at)
        problem_moves.allow_time(problem, by=self.people["martin.hale"], at=at, allowed_minutes=240)
        whys = ["The head is dirty.", "Paper dust gets in.", "The cover stays open.", "The roll is too wide for it."]
        whys.append("Wider rolls are ordered because they cost less.")
        problem_moves.analyse(problem, by=priya, at=at, whys=whys, minutes=50)

    def _labels_solved(self, at):
        priya, asset = self.people["priya.shah"], self._asset("HBS", "LBL-02")
        problem = Problem.objects.get(title=LABELS_PROBLEM)
        facts = {"proposed_fix": "Order the rolls that fit, and close the cover.", "minutes": 15}
        problem_moves.propose_fix(problem, by=priya, at=at, **facts)
        change = {"title": "Label rolls of the right width", "made_at": at, "made_by": priya, "problem": problem}
        record_change(by=priya, at=at, school=asset.school, assets=[asset], **change)
        why = {"root_cause": "Rolls too wide for the printer.", "resolution": "Rolls that fit; cover closes again."}
        problem_moves.resolve(problem, by=priya, at=at, minutes=20, **why)

    def copier(self):
        """A new driver for the copier of a school, and what came of it."""
        asset = self._asset("NGA", "NPR-2")
        days = (self.stage.now.date() - self.first).days
        change = {"title": "New driver for the copiers", "reason": "The old one is no longer supported."}
        made = self._at(days - 15, 16, 10)
        tom = self.people["tom.webb"]
        facts = {"school": asset.school, "assets": [asset], "made_at": made, "made_by": tom}
        self.stage.at(made, lambda at: record_change(by=tom, at=at, **facts, **change))
        for n in (14, 13, 12, 8, 7, 6, 4, 1):
            self._report("NGA", "Printer", COPIER, self._at(days - n, 9, 7 * n % 60), asset=asset)

    def sound(self):
        """A known error that everyone may read, and whom it has helped."""
        self.stage.at(self._at(20, 12), self._sound_known)
        helped = ("rachel.okafor", "marcus.siddiqui", "dan.farrow", "helen.yates", "kay.lowe")
        for n, login in enumerate(helped):
            self.stage.at(self._at(29 + 9 * n, 9, 12), lambda at, login=login: self._sound_helped(login, at))

    def _sound_known(self, at):
        martin = self.people["martin.hale"]
        said = {
            "title": "No sound on the interactive screen",
            "symptoms": "No sound on the interactive screen, the video runs but nothing is heard.",
            "workaround": "Press the loudspeaker at the bottom right.\nChoose “Screen”, not “Headset”.\nPlay it again.",
            "categories": [self.categories["No sound"]],
            "service": self.categories["No sound"].service,
        }
        problem_moves.write_known_error(by=martin, at=at, school=None, audience="everyone", **said)

    def _sound_helped(self, login, at):
        known = KnownError.objects.get(title="No sound on the interactive screen")
        facts = {"school": self.schools["HBS"], "helped": True, "lesson_saved": True}
        problem_moves.use_known_error(known, by=self.people[login], at=at, **facts)

    def trolley(self):
        """A problem that takes longer than it was given."""
        self.stage.at(self._at(62, 14), self._trolley_problem)

    def _trolley_problem(self, at):
        tom, asset = self.people["tom.webb"], self._asset("HBS", "TRL-3")
        found = list(Incident.objects.filter(asset=asset).order_by("pk")[:6])
        facts = {"title": "Laptops of trolley 3 are flat by period 3", "incidents": found, "assets": [asset]}
        problem = problem_moves.raise_problem(by=tom, at=at, school=asset.school, **facts)
        problem = problem_moves.take(problem, by=tom, at=at)
        martin = self.people["martin.hale"]
        problem_moves.allow_time(problem, by=martin, at=at, allowed_minutes=120, when_time_runs_out="supplier")
        causes = {"equipment": ["Timer of the trolley", "Old batteries"], "process": ["Put back without plugging in"]}
        problem_moves.analyse(problem, by=tom, at=at, causes=causes, minutes=45)
        problem_moves.record_workaround(
            problem, by=tom, at=at, workaround="Take trolley 2 after break.\nPlug number 3 in at lunch.", minutes=90
        )

    # Looking after things.

    def maintenance(self):
        """Plans that were taken over, and their rounds: most done in time, one late."""
        martin = self.people["martin.hale"]
        self.stage.at(self._at(15, 9), lambda at: self._adopt(martin, at))
        for n in range(15, (self.stage.now.date() - self.first).days + 1):
            if n % 7 == 0:
                self.stage.at(self._at(n, 6), lambda at: rounds.make_rounds(at=at))
            self.stage.at(self._at(n, 7), lambda at: rounds.tell(at=at))
            self.stage.at(self._at(n, 14, 30), self._rounds_of_today)

    def _adopt(self, martin, at):
        for key in ("projectors", "server-room", "printers"):
            maintenance.adopt(key, school=self.schools["HBS"], by=martin, at=at)
        maintenance.adopt("backups", school=self.schools["NGA"], by=martin, at=at)
        rounds.make_rounds(at=at)

    def _rounds_of_today(self, at):
        """What is due is done; a fifth is left for another day."""
        today = at.astimezone(LONDON).date()
        for due in Round.objects.filter(status=RoundStatus.PLANNED, due__lte=today, opens__lte=today).order_by("pk"):
            if self.rng.random() < 0.8:
                self._do(due, at)
        for incident in Incident.objects.filter(channel=Channel.MAINTENANCE, status=Status.NEW, opened_at=at):
            self.stage.later(at, 300, self._mended(incident))

    def _do(self, due, at):
        tom = self.people["tom.webb"]
        begun = maintenance.start(due, by=tom, at=at)
        answers = [self._answer(check) for check in Check.objects.filter(thing__round=begun).order_by("pk")]
        maintenance.record(begun, by=tom, at=at, answers=answers)
        minutes = begun.plan.expected_minutes + self.rng.randrange(-5, 15)
        maintenance.finish(begun, by=tom, at=at + MINUTE, minutes=minutes, rest_unchecked=True)

    def _mended(self, incident):
        """What a round found is mended by whoever found it."""
        facts = {"by": self.people["tom.webb"], "resolution": "Fitted a new one.", "minutes": 25}
        return lambda at: incident_moves.resolve(fresh(incident), at=at, **facts)

    def _answer(self, check):
        """Mostly well; a number lies within what is well."""
        number = (check.lowest or 0) + 3 if check.answer == "number" else None
        if check.highest is not None and number is not None:
            number = min(number, check.highest)
        bad = number is None and self.rng.random() < 0.06
        result = Result.NOT_OK if bad else Result.OK
        words = "Needs a new one." if bad else ""
        return {"check": check.pk, "result": result, "number": number, "text": words, "report": bad}

    # How it is put on the stage.

    def _report(self, code, category, words, at, *, room=None, asset=None, requester=None):
        """A fault that is picked up and mended."""
        story = stories.Quick(
            self.stage,
            school=self.schools[code],
            requester=requester or self.rng.choice(self.cast.teachers[code]),
            technician=self.people["tom.webb" if code == "NGA" else "priya.shah"],
            what=Line(self.categories[category], *words),
            room=room or (asset.room if asset else None),
            asset=asset,
        )
        if working_time.is_open(self.stage.hours, at):
            self.stage.at(at, story.begin)

    def _asset(self, code, tag):
        return Asset.objects.select_related("school", "room").get(school=self.schools[code], tag=tag)

    def _at(self, days, hour, minutes=0):
        """A moment of a day of the term."""
        return datetime.combine(self.first + days * DAY, time(hour), LONDON) + minutes * MINUTE


class MajorOutage(stories.Outage):
    """A line fails, and the whole school is told what goes on."""

    def on_it(self, at):
        """Declared, told about, joined by others, mended, looked back on."""
        lead = self.technician
        facts = {"title": "No internet at Northgate", "lead": lead, "next_update_at": at + HOUR}
        self.move("mark_outage", at, by=self.stage.desk, is_outage=True)
        self.move("declare_major", at, by=self.stage.desk, reason="No lesson can go online.", **facts)
        self.stage.at(at + 12 * MINUTE, self.me_too)
        news = "The line from the street is down; the supplier is on the way. Use the saved lessons."
        self.stage.at(at + 25 * MINUTE, lambda at: self.move("publish_update", at, text=news))
        self.stage.later(at, 100, self.fix)
        self.stage.at(at + 3 * DAY, self.review)

    def me_too(self, at):
        """A colleague is hit as well."""
        log_me_too(fresh(self.incident), by=self.colleague, at=at, lesson_stopped=True)

    def review(self, at):
        """What was learnt, with no blame."""
        said = {
            "what_happened": "The line failed at 10:35; the spare line had to be switched by hand.",
            "went_well": "The status page stopped the telephone ringing.",
            "to_improve": "The switch to the spare line should not need anybody.",
            "actions": "Order the automatic switch: by the end of the month.",
        }
        self.move("review_major", at, by=self.stage.desk, **said)
