"""How records are said: lengths, moments, clocks, the parts of a school day, and a story."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from incidents.models import Incident, IncidentEntry, Status
from incidents.models.incident import NEVER
from incidents.presentation import words
from incidents.presentation.clocks import Face, face_of
from incidents.presentation.queue import SchoolDay, strip_of
from incidents.presentation.story import changes_of, story_of
from incidents.presentation.ticket import explained, follow_up_day
from servicedesk.models import Person
from servicedesk.timeline import EntryKind
from sla.explanation import Explanation, Span
from sla.models import Clock, ClockKind, ClockState, PauseReason
from sla.working_time import Hours

pytestmark = pytest.mark.pure

# A Monday in winter, when UTC is the time at the school.
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEEKDAYS_8_TO_4 = Hours("Europe/London", {day: [("08:00", "16:00")] for day in range(5)})
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=20), "1 min"),
        (15 * MINUTE, "15 min"),
        (70 * MINUTE, "1 h 10"),
        (4 * HOUR, "4 h"),
        (65 * MINUTE, "1 h 05"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(time, said):
    assert words.length(time) == said


@pytest.mark.parametrize(
    ("time", "said"), [(7 * HOUR, "7 h"), (8 * HOUR, "1 day"), (15 * HOUR, "1 day"), (17 * HOUR, "2 days")]
)
def test_from_a_school_day_on_working_time_is_said_in_days(time, said):
    assert words.working_length(time, 8 * HOUR) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (35 * MINUTE, "35 min"),
        (100 * MINUTE, "1 h 40"),
        (13 * HOUR, "Yesterday"),
        (6 * DAY, "6 days"),
        (20 * DAY, "3 Nov"),
        (400 * DAY, "19 Oct 2025"),
    ],
)
def test_an_age_gets_coarser_with_time(ago, said):
    assert words.age(NOON - ago, NOON) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (2 * HOUR, "10:00"),
        (DAY, "Yesterday 12:00"),
        (3 * DAY, "Fri 12:00"),
        (20 * DAY, "Tue 3 Nov 12:00"),
        (-DAY, "Tomorrow 12:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(ago, said):
    assert words.when(NOON - ago, NOON) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(HOUR, "today 13:00"), (DAY, "tomorrow 12:00"), (3 * DAY, "Thu 12:00"), (10 * DAY, "Thu 3 Dec 12:00")],
)
def test_a_promise_is_said_with_its_day(ahead, said):
    assert words.exactly(NOON + ahead, NOON) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (21, "21st"), (112, "112th")]
)
def test_ordinals(number, said):
    assert words.ordinal(number) == said


@pytest.mark.parametrize(
    ("name", "short"), [("Rachel Okafor", "R. Okafor"), ("Cher", "Cher"), ("Ann van Dijk", "A. van Dijk")]
)
def test_a_name_for_a_column(name, short):
    assert words.short_name(name) == short


def clock(state=ClockState.RUNNING, *, due=None, amount=480, started=NOON - 2 * HOUR, **facts):
    return Clock(
        kind=ClockKind.RESOLUTION, state=state, due=due, amount=amount, unit="minutes", started_at=started, **facts
    )


FACES = [
    (None, Face("none", "No clock")),
    (clock(due=NOON + 3 * HOUR, amount=300), Face("left", "3 h left", 0.6, "to fix")),
    (clock(due=NOON + 15 * MINUTE, amount=135), Face("risk", "15 min left", 15 / 135, "to fix")),
    (clock(due=NOON + DAY, amount=600), Face("left", "1 day left", 0.8, "to fix")),
    (clock(due=NOON - 25 * MINUTE), Face("late", "25 min late", 0, "to fix")),
    (clock(due=NOON - 3 * DAY), Face("late", "1 day late", 0, "to fix")),  # Friday noon: the weekend does not count
    (clock(due=None), Face("none", "Not open again", 0, "to fix")),
    (clock(ClockState.PAUSED, pause_reason=PauseReason.PART), Face("paused", "Stopped", 0, "to fix")),
    (clock(ClockState.STOPPED, stopped_at=NOON - HOUR, due=NOON), Face("met", "Met at 11:00")),
    (clock(ClockState.STOPPED, stopped_at=NOON - DAY, due=NOON), Face("met", "Met yesterday 12:00")),
    (
        clock(ClockState.STOPPED, stopped_at=NOON, due=NOON - HOUR, breached_at=NOON - HOUR),
        Face("missed", "Done 1 h late"),
    ),
    (clock(ClockState.CANCELLED), Face("none", "Called off")),
]


@pytest.mark.parametrize(("clock", "face"), FACES)
def test_the_face_of_a_clock(clock, face):
    assert face_of(clock, WEEKDAYS_8_TO_4, NOON) == face


@pytest.mark.parametrize("nobody_there", [NOON + 5 * DAY, NOON + 6 * DAY], ids=["Saturday", "Sunday"])
def test_what_is_late_is_late_by_as_many_days_when_nobody_is_there(nobody_there):
    assert face_of(clock(due=NOON), WEEKDAYS_8_TO_4, nobody_there).words == "4 days late"


def incident(**facts):
    facts = {"status": Status.NEW, "opened_at": NOON, "summary": "No picture", "channel": "page"} | facts
    return Incident(**facts)


PARTS = [
    (NOON - MINUTE, Status.NEW, "Late"),
    (NOON + HOUR, Status.NEW, "Within the hour"),
    (NOON + 4 * HOUR, Status.NEW, "Later today"),
    (NOON + DAY, Status.NEW, "Tomorrow and later"),
    (NEVER, Status.WAITING, "Stopped"),
    (NEVER, Status.NEW, "No clock"),
    (NEVER, Status.CLOSED, "Done"),
]


@pytest.mark.parametrize(("due", "status", "part"), PARTS)
def test_the_parts_of_a_school_day(due, status, part):
    day = SchoolDay.of(NOON, hours=WEEKDAYS_8_TO_4)

    assert day.part_of(incident(next_due=due, status=status))[0] == part


def test_the_strip_shows_the_hours_and_where_clocks_run_out():
    day = SchoolDay.of(NOON, hours=WEEKDAYS_8_TO_4)

    strip = strip_of(day, [incident(next_due=NOON + hours * HOUR) for hours in (-1, 0.5, 2, 30)])

    assert [name for name, _, _ in strip.day.lessons] == ["8", "9", "10", "11", "12", "13", "14", "15"]
    assert [state for _, state in strip.day.dues] == ["late", "risk", "left"]
    assert strip.words == (
        "Support is open until 16:00. It is 12:00. 1 clock has run out, 1 runs out within the hour, 1 later today."
    )


def test_a_day_without_support_has_no_strip():
    assert strip_of(SchoolDay.of(NOON - DAY, hours=WEEKDAYS_8_TO_4), []) is None


def test_the_day_to_look_again_is_one_on_which_somebody_is_there():
    assert follow_up_day(WEEKDAYS_8_TO_4, NOON - 3 * DAY).isoformat() == "2026-11-23"
    assert follow_up_day(None, NOON).isoformat() == "2026-11-24"


RACHEL, PRIYA = Person(pk=1, name="Rachel Okafor"), Person(pk=2, name="Priya Shah")


def entry(move, by=PRIYA, kind=EntryKind.EVENT, text="", **data):
    return IncidentEntry(at=NOON, by=by, kind=kind, move=move, text=text, data=data)


def told(*entries):
    record = incident(requester=RACHEL, logged_by=RACHEL, description="Blue light.")
    return story_of(record, entries, at=NOON)


def test_events_between_messages_are_folded_into_one_line():
    story = told(
        entry("log", RACHEL, priority=2),
        entry("assign", to=2, name="Priya Shah"),
        entry("start"),
        entry("reply", kind=EntryKind.REPLY, text="On my way."),
        entry("reply", RACHEL, kind=EntryKind.REPLY, text="Thank you."),
    )

    assert [getattr(item, "side", None) or item.summary for item in story] == [
        "theirs",
        "3 events: logged as P2, given to Priya, started",
        "ours",
        "theirs",
    ]


SENTENCES = [
    (
        entry("wait", reason="part", follow_up_on="2026-11-25"),
        "Priya Shah lets it wait for a part, to be looked at again on 25 Nov",
    ),
    (
        entry("prioritise", before=3, after=2, impact="class", urgency="today"),
        "Priya Shah set it from P3 to P2: One class; Needed today",
    ),
    (entry("close", None), "Closed by itself: nobody objected"),
    (entry("confirm", RACHEL, satisfied=True), "Rachel Okafor says it works, and is happy with how it went"),
    (entry("mark_duplicate", original=7), "Priya Shah found it to be the same as 7"),
    (entry("something new"), "Noted by Priya Shah"),
]


@pytest.mark.parametrize(("entry", "sentence"), SENTENCES)
def test_an_event_is_a_sentence(entry, sentence):
    assert told(entry)[-1].events[0].words == sentence


def test_a_question_to_the_requester_is_read_as_a_message():
    asked = told(entry("wait", text="Which lamp?", reason="requester", follow_up_on="2026-11-25"))[-1]

    assert (asked.side, asked.text) == ("ours", "Which lamp?")


def test_fields_that_another_desk_changed_are_readable():
    imported = entry(
        "", None, EntryKind.IMPORTED, incident_state=["New", "Active"], u_symptom="Symptom 491", sys_mod_count=3
    )

    event = told(imported)[-1].events[0]

    assert event.short == "3 fields changed"
    assert [(change.name, change.before, change.after) for change in event.changes] == [
        ("Incident state", "New", "Active"),
        ("Symptom", "", "Symptom 491"),
        ("Sys mod count", "", "3"),
    ]
    assert changes_of({"fields": {"active": [True, False]}})[0].after == "no"


def test_what_is_explained_adds_up_to_the_minute():
    def span(seconds, **facts):
        return Span(NOON, NOON + MINUTE, timedelta(seconds=seconds), "counted", **facts)

    spans = [span(50), span(50), span(0), span(20, is_ahead=True)]
    lengths = {"spent": timedelta(seconds=100), "target": timedelta(seconds=120)}
    story = Explanation(spans, **lengths, due=NOON, state="running", turns=[])

    page = explained(story, SimpleNamespace(kind=ClockKind.RESOLUTION), at=NOON)

    assert page.sums == [("Counted so far", "2 min"), ("By the deadline, in all", "2 min")]
    assert page.target == "2 min"
    assert [line.counted for line in page.lines] == ["1 min", "1 min", "–", "0 min"]
