"""Detectors see what was known on a day and nothing later; those who only read pages never load them."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from problems import detectors
from problems.detectors import detector, look_with
from problems.trends import finder, history
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_incident, make_person
from tests.problems.findings import make_finding

pytestmark = pytest.mark.django_db
MONDAY = MONDAY_9AM.date()
DAY = timedelta(days=1)


@pytest.fixture
def watch(monkeypatch):
    """`watch(find)`: this one detector is all there is; what it saw each day is in the list it gives."""

    def only(find=lambda history, day, context: []):
        seen = []

        def look(history, day, context):
            seen.append((day, history.pk.tolist()))
            return find(history, day, context)

        monkeypatch.setattr(detectors, "_modules", {})
        monkeypatch.setattr(detectors, "_detectors", {})
        look_with(spike=__name__)
        detector("spike")(look)
        return seen

    return only


@pytest.fixture
def one_a_day(school):
    """A record on each of four days, and one long ago."""
    asker = make_person("requester", school)
    old = make_incident(school, at=MONDAY_9AM - finder.LOOK_BACK - DAY, requester=asker)
    return old, [make_incident(school, at=MONDAY_9AM + n * DAY, requester=asker).pk for n in range(4)]


def test_a_day_sees_what_was_opened_until_its_end_and_no_more_than_three_years_back(watch, one_a_day):
    seen, (_, days) = watch(), one_a_day

    finder.find(MONDAY + DAY)

    assert seen == [(MONDAY + DAY, days[:2])]


def test_walking_through_the_past_shows_each_day_what_that_day_would_have_seen(watch, one_a_day):
    seen = watch()
    list(finder.replay(MONDAY, MONDAY + 3 * DAY))
    walked, seen[:] = list(seen), []
    for n in range(4):
        finder.find(MONDAY + n * DAY)

    assert walked == seen


def test_walking_through_the_past_tells_a_pattern_once(watch, one_a_day):
    watch(lambda history, day, context: [make_finding(on=day)])

    assert [found.found_on for found in finder.replay(MONDAY, MONDAY + 3 * DAY)] == [MONDAY]


def test_one_school_is_looked_at_alone(watch, one_a_day, school):
    seen = watch()
    make_incident(at=MONDAY_9AM)

    finder.find(MONDAY, schools=[school])

    assert seen == [(MONDAY, one_a_day[1][:1])]


def test_a_detector_is_told_what_things_are_called(watch, school):
    said = []
    room = Room.objects.create(school=school, name="B12")
    make_incident(school, room=room)

    def look(history, day, context):
        code = int(history.codes["room"][0])
        said.append((context.names.of("room", code), context.names.key("room", code), context.names.of("asset", -1)))
        said.append(context.names.school_code(int(history.codes["school"][0])))
        return []

    watch(look)
    finder.find(MONDAY)

    assert said == [("B12", room.pk, ""), school.code]


def test_moments_are_kept_as_seconds_and_rows_lie_in_their_order(school):
    later, first = (make_incident(school, at=MONDAY_9AM + timedelta(minutes=m)) for m in (5, 0))

    known = history.read(first=MONDAY, last=MONDAY)

    assert known.pk.tolist() == [first.pk, later.pk]
    assert known.opened.tolist() == [MONDAY_9AM.timestamp(), MONDAY_9AM.timestamp() + 300]


def test_words_are_read_once_in_a_walk(watch, one_a_day, django_assert_num_queries):
    lengths, read = [], []

    def look(history, day, context):
        lengths.append(context.parsed("spike", history, lambda said: read.append(said) or len(said)))
        return []

    watch(look)
    list(finder.replay(MONDAY, MONDAY + 3 * DAY))

    assert [len(each) for each in lengths] == [1, 2, 3, 4]
    assert read == ["No picture in B12"] * 4


def test_only_the_modules_of_the_kinds_asked_for_are_loaded(monkeypatch):
    monkeypatch.setattr(detectors, "_modules", {"spike": __name__, "drift": "no.such.module"})
    monkeypatch.setattr(detectors, "_detectors", {"spike": len})

    assert detectors.detectors(["spike"]) == {"spike": len}
    with pytest.raises(ModuleNotFoundError):
        detectors.detectors()


def test_web_processes_load_no_statistics():
    said = (
        "import django, sys; django.setup(); import config.urls, config.wsgi\n"
        "heavy = ('scipy', 'statsmodels', 'pandas', 'problems.trends.finder', 'problems.trends.history')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, env=_ENVIRONMENT)

    assert done.stdout.strip() == "[]"


_ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"}


def test_a_record_of_another_day_by_local_time_counts_on_that_day(watch, school):
    seen = watch()
    late = make_incident(school, at=MONDAY_9AM, opened_on=date(2026, 9, 13))

    finder.find(date(2026, 9, 13))

    assert seen == [(date(2026, 9, 13), [late.pk])]
