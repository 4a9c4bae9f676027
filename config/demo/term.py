"""The demo's term: which day has how many faults, of what sort, and what became of them."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assets.models import Asset
from config.demo import stories
from config.demo.changes import Changes
from config.demo.committee import Committee
from config.demo.lines import OUTAGE, PROJECTOR, Line, lines
from config.demo.proactive import MajorOutage, Proactive
from config.demo.stage import Stage
from incidents import escalations, workflow
from incidents.models import Incident, Status
from servicedesk.models import Room
from sla import clocks, working_time
from sla.calendars import current_version, hours_of, school_year_of
from sla.school_year import DayType

WEEKS = 13
LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FAULTS_A_DAY = {"HBS": 3.4, "MLP": 1.1, "NGA": 1.7}
FIRST_WEEK = 2.4  # times as many in the first week of a half-term
# When faults are reported: minutes after midnight of lesson starts and breaks, each with its weight.
MOMENTS = [
    (8 * 60 + 5, 3),
    (8 * 60 + 50, 6),
    (9 * 60 + 50, 4),
    (11 * 60 + 5, 5),
    (12 * 60 + 10, 3),
    (13 * 60 + 20, 4),
    (14 * 60 + 20, 3),
    (15 * 60 + 40, 2),
]
MIX = [
    (stories.Quick, 62),
    (stories.Overlooked, 9),
    (stories.Waits, 11),
    (stories.Asks, 9),
    (stories.ComesBack, 4),
    (stories.NeverMind, 5),
]
# Today much is still open; of yesterday a little is.
MIX_TODAY = [
    (stories.Untouched, 34),
    (stories.InHand, 30),
    (stories.Quick, 26),
    (stories.NotAnswered, 10),
]
MIX_YESTERDAY = [
    (stories.Quick, 60),
    (stories.Waits, 12),
    (stories.NotAnswered, 10),
    (stories.Overlooked, 10),
    (stories.InHand, 8),
]
WEIGHTS = {
    "No picture": 15, "No sound": 8, "Pen or touch": 7, "Won’t turn on": 9, "Laptop or tablet": 14, "Can’t sign in": 17,
    "Printer": 11, "Internet": 8, "Ask for something": 9, "Something else": 2,
}  # fmt: skip
# Category → the sorts of things that break like that.
BREAKS = {
    "No picture": ("Projector", "Screen"),
    "No sound": ("Screen",),
    "Pen or touch": ("Screen",),
    "Laptop or tablet": ("Laptop", "Tablet", "Trolley"),
    "Printer": ("Printer",),
    "Internet": ("Access point",),
}
CAN_STOP_A_LESSON = {
    "No picture": 0.45,
    "No sound": 0.3,
    "Pen or touch": 0.15,
    "Laptop or tablet": 0.2,
    "Internet": 0.3,
}
TECHNICIANS = {
    "HBS": ("priya.shah", "tom.webb"),
    "MLP": ("priya.shah", "carys.lloyd"),
    "NGA": ("tom.webb", "carys.lloyd"),
}


def play(schools, people, categories, *, now, tell):
    """Play the last weeks until `now`. Returns how many things happened."""
    hours = hours_of(current_version(schools["HBS"]))
    stage = Stage(now=now, hours=hours, rng=random.Random(2026), desk=people["ines.duarte"])
    cast = Cast(stage, schools, people, categories)
    first = first_day(now)
    for code, school in schools.items():
        for day in (first + n * DAY for n in range(WEEKS * 7 + 1)):
            cast.day(code, school, day)
    cast.projector(first)
    cast.outage(first)
    Proactive(cast, first).play()
    Committee(cast).play()
    Changes(cast).play()
    for n in range(WEEKS * 7 + 1):
        _sweeps(stage, first + n * DAY)
    stage.at(now, _sweep)
    stage.at(now - DAY, lambda at: _excuse_one(people["martin.hale"], at))
    return stage.play(tell)


def first_day(now):
    """The day on which the desk began."""
    return (now - WEEKS * 7 * DAY).date()


class Cast:
    """Who reports what on a day, and who looks after it."""

    def __init__(self, stage, schools, people, categories):
        self.stage, self.rng = stage, stage.rng
        self.schools, self.people = schools, people
        self.lines = lines(categories)
        self.categories = categories
        self.rooms = {code: list(Room.objects.filter(school=school)) for code, school in schools.items()}
        self.assets = {
            code: list(Asset.objects.filter(school=school).select_related("type", "room"))
            for code, school in schools.items()
        }
        self.years = {code: school_year_of(current_version(school)) for code, school in schools.items()}
        self.lately = self.last_school_days()
        self.teachers = {
            code: [p for p in people.values() if p.memberships.filter(role="requester", school=school).exists()]
            for code, school in schools.items()
        }

    def day(self, code, school, day):
        """A day's faults: none when the school is closed, more in the first week after a holiday."""
        yesterday, today = self.lately
        mix = MIX_TODAY if day >= today else MIX_YESTERDAY if day >= yesterday else MIX
        for _ in range(self.how_many(code, day)):
            at = datetime.combine(day, time(), LONDON) + timedelta(minutes=self.minute())
            self.stage.at(at, self.story(code, school, mix).begin)

    def last_school_days(self):
        """The last two school days, the earlier one first; a day counts once it is under way."""
        day, found = (self.stage.now - 3 * HOUR).date(), []
        while len(found) < 2:
            found += [day] * self.is_school_day("HBS", day)
            day -= DAY
        return found[::-1]

    def school_day_before(self, day, code):
        """A day, or the last school day before it."""
        while not self.is_school_day(code, day):
            day -= DAY
        return day

    def is_school_day(self, code, day):
        return bool(self.years[code].pattern_of(day))

    def how_many(self, code, day):
        year = self.years[code]
        if not self.is_school_day(code, day):
            return 0
        usual = FAULTS_A_DAY[code] * (FIRST_WEEK if self.is_first_week(year, day) else 1)
        if day >= self.lately[0]:
            usual *= 3
        return max(0, round(self.rng.gauss(usual, usual**0.5 * 0.8)))

    def is_first_week(self, year, day):
        monday = day - day.weekday() * DAY
        return year.day_type(monday - 4 * DAY) == DayType.HOLIDAY

    def minute(self):
        minutes, weights = zip(*MOMENTS, strict=True)
        return self.rng.choices(minutes, weights)[0] + self.rng.randrange(25)

    def story(self, code, school, mix):
        """One thing that goes wrong somewhere, and what becomes of it."""
        category = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        kind = self.rng.choices([kind for kind, _ in mix], [weight for _, weight in mix])[0]
        room, asset = self.place(code, category)
        return kind(
            self.stage,
            school=school,
            requester=self.rng.choice(self.teachers[code]),
            technician=self.people[self.rng.choice(TECHNICIANS[code])],
            what=self.rng.choice(self.lines[category]),
            room=room,
            asset=asset,
            stopped=self.rng.random() < CAN_STOP_A_LESSON.get(category, 0.02),
            desk=self.people["ines.duarte"] if self.rng.random() < 0.15 else None,
        )

    def place(self, code, category):
        """Where it breaks, and what: mostly a thing of the register that can break like that."""
        things = [asset for asset in self.assets[code] if asset.type.name in BREAKS.get(category, ())]
        if things and self.rng.random() < 0.6:
            asset = self.rng.choice(things)
            return asset.room, asset
        return self.rng.choice(self.rooms[code]), None

    def projector(self, first):
        """The projector in B12 goes dark about once a week, and twice somebody else reports it too."""
        school, asset = self.schools["HBS"], next(a for a in self.assets["HBS"] if a.tag == "PRJ-0212")
        for week in range(4, WEEKS + 1):
            day = first + (week * 7 + week % 4) * DAY
            at = working_time.next_opening(self.stage.hours, datetime.combine(day, time(9, 5 + week), LONDON))
            facts = {
                "school": school,
                "technician": self.people["priya.shah"],
                "what": Line(self.categories["No picture"], *PROJECTOR),
                "room": asset.room,
                "asset": asset,
                "stopped": True,
            }
            first_word = stories.Quick(self.stage, requester=self.people["rachel.okafor"], **facts)
            self.stage.at(at, first_word.begin)
            if week % 4 == 0:
                second = stories.Twice(self.stage, requester=self.people["marcus.siddiqui"], **facts)
                second.original = first_word
                self.stage.at(at + timedelta(minutes=4), second.begin)

    def outage(self, first):
        """Once in the term the line of a school fails, on a day when it is open."""
        day = first + (WEEKS * 7 // 2) * DAY
        at = working_time.next_opening(self.stage.hours, datetime.combine(day, time(10, 40), LONDON))
        story = MajorOutage(
            self.stage,
            school=self.schools["NGA"],
            requester=self.people["fran.kessler"],
            technician=self.people["tom.webb"],
            what=Line(self.categories["Internet"], *OUTAGE),
            stopped=True,
        )
        story.colleague = self.people["olu.adeleke"]
        self.stage.at(at, story.begin)


def _excuse_one(manager, at):
    """One miss of the term is excused: the part was late, and the school knew."""
    missed = Incident.objects.filter(resolution_clock__breached_at__isnull=False, status=Status.CLOSED)
    record = missed.order_by("-resolved_at").first()
    if record:
        reason = "The office agreed to wait for the new cable; it came three days late."
        workflow.excuse(record, by=manager, at=at, which="resolution", reason=reason)


def _sweeps(stage, day):
    """The desk's own work, three times a day."""
    for hour in (8, 12, 16):
        stage.at(datetime.combine(day, time(hour), LONDON), _sweep)


def _sweep(at):
    clocks.mark_breaches(at=at)
    escalations.send_due(at=at)
    workflow.close_resolved(at=at)
