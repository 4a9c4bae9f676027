"""The exact interval, the days compared, and the minutes of a lesson: by hand and against a statistics library."""

from datetime import UTC, date, datetime, timedelta

import pytest
from scipy import stats

from reports.binomial import beta_share, clopper_pearson
from reports.shift.fixes import Effect, Reach
from reports.shift.ground import DayCount
from reports.shift.lessons import minutes_lost
from reports.shift.story import prevented_words
from sla.year_document import parse

TERM = parse(
    {
        "zone": "Europe/London",
        "hours": {"term": {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}},
        "ranges": [
            {"type": "term", "first": "2026-09-07", "last": "2026-12-18"},
            {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "half-term"},
        ],
    }
)
MONDAY = date(2026, 9, 14)


def at(hour, minute=0, day=14):
    """A time at the school in September, which is summer time."""
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


@pytest.mark.pure
class TestTheExactInterval:
    @pytest.mark.parametrize(
        ("hits", "tries"), [(0, 5), (5, 5), (1, 2), (3, 10), (17, 40), (250, 1000), (3, 5000), (4999, 5000), (900, 900)]
    )
    def test_it_is_that_of_the_statistics_library(self, hits, tries):
        known = stats.binomtest(hits, tries).proportion_ci(0.95, method="exact")

        assert clopper_pearson(hits, tries) == pytest.approx((known.low, known.high), abs=1e-9)

    @pytest.mark.parametrize(("value", "a", "b"), [(0.1, 0.5, 9), (0.5, 3, 3), (0.93, 40, 2.5), (0.02, 1, 200)])
    def test_the_beta_function_is_too(self, value, a, b):
        assert beta_share(value, a, b) == pytest.approx(stats.beta.cdf(value, a, b), abs=1e-12)

    def test_of_ten_none_hit_is_known_by_heart(self):
        """1 - 0.025 ** (1 / 10)."""
        assert clopper_pearson(0, 10) == pytest.approx((0, 0.3085), abs=1e-4)

    @pytest.mark.parametrize(("hits", "tries"), [(1, 0), (0, 0), (3, 2), (-1, 4)])
    def test_what_is_no_share_is_refused(self, hits, tries):
        with pytest.raises(ValueError, match="no share"):
            clopper_pearson(hits, tries)


@pytest.mark.pure
class TestWhatAFixWasWorth:
    def test_fewer_than_five_faults_say_nothing(self):
        effect = Effect(before=3, after=1)

        assert effect.is_too_early
        assert (effect.prevented, effect.interval, effect.prevented_interval) == (None, None, None)
        assert prevented_words(effect) == "too early to say"

    def test_twelve_before_and_two_since_is_ten_prevented(self):
        """Of 14, 2 fell after: the exact share is 0.0178 to 0.4281, so the ratio 0.0181 to 0.7486."""
        effect = Effect(before=12, after=2)

        assert effect.ratio == pytest.approx(2 / 12)
        assert effect.interval == pytest.approx((0.0181, 0.7486), abs=1e-3)
        assert effect.prevented == 10
        assert effect.prevented_interval == pytest.approx((12 * (1 - 0.7486), 12 * (1 - 0.0181)), abs=0.01)
        assert prevented_words(effect) == "10 prevented (3 to 12)"

    def test_a_fall_that_luck_can_make_is_called_so(self):
        assert prevented_words(Effect(before=4, after=3)) == "1 prevented (−14 to 4), which may be luck"

    def test_more_than_before_is_said_as_it_is(self):
        assert prevented_words(Effect(before=2, after=14)).startswith("12 more came")

    def test_none_before_has_no_upper_end(self):
        effect = Effect(before=0, after=6)

        assert effect.ratio is None
        assert effect.interval[1] is None
        assert effect.prevented_interval == (None, pytest.approx(0))


@pytest.mark.pure
class TestTheReachOfAProblem:
    @pytest.mark.parametrize(
        ("reach", "fault", "inside"),
        [
            (Reach(frozenset({1}), frozenset(), 7, 3), (1, None, None, None), True),
            (Reach(frozenset({1}), frozenset(), 7, 3), (2, None, 7, 3), False),
            (Reach(frozenset(), frozenset({5}), 7, 3), (None, 5, 7, 3), True),
            (Reach(frozenset(), frozenset({5}), 7, 3), (None, 5, 8, 3), False),
            (Reach(frozenset(), frozenset({5}), None, 3), (None, 5, 8, 3), True),
            (Reach(frozenset(), frozenset({5}), None, None), (None, 5, None, None), True),
            (Reach(frozenset(), frozenset(), 7, 3), (9, 9, 7, 3), True),
            (Reach(frozenset(), frozenset(), 7, 3), (9, 9, 8, 3), False),
            (Reach(frozenset(), frozenset(), None, 3), (9, 9, 8, 3), True),
            (Reach(frozenset(), frozenset(), None, None), (9, 9, None, None), False),
        ],
    )
    def test_things_and_rooms_come_before_kinds(self, reach, fault, inside):
        assert reach.holds(*fault) is inside


@pytest.mark.pure
class TestSchoolDays:
    COUNT = DayCount(TERM, date(2026, 9, 7), date(2026, 11, 30))

    def test_half_term_and_weekends_are_no_days(self):
        friday, monday = date(2026, 10, 23), date(2026, 11, 2)

        assert self.COUNT.until(monday) - self.COUNT.until(friday) == 1

    def test_the_days_around_a_day_leave_it_out(self):
        fixed = date(2026, 11, 2)

        assert self.COUNT.before(fixed, 1) == date(2026, 10, 23)
        assert self.COUNT.before(fixed, 5) == date(2026, 10, 19)
        assert self.COUNT.after(fixed, 5) == date(2026, 11, 9)

    def test_beyond_what_is_known_there_is_none(self):
        assert self.COUNT.before(date(2026, 9, 8), 2) is None
        assert self.COUNT.after(date(2026, 11, 30), 1) is None


@pytest.mark.pure
class TestAStoppedLesson:
    HOURS = TERM.hours()

    @pytest.mark.parametrize(
        ("since", "until", "minutes"),
        [
            (at(9), at(9, 25), 25),
            (at(9), at(13), 60),
            (at(9), at(9, 0), 0),
            (at(15, 40), at(17), 20),
            (at(7, 30), at(8, 20), 20),
            (at(17), at(17, 30), 0),
        ],
    )
    def test_it_lasts_until_fixed_at_most_an_hour_and_inside_the_hours(self, since, until, minutes):
        assert minutes_lost(self.HOURS, TERM, MONDAY, since, until) == minutes

    def test_there_is_none_in_a_holiday_or_without_a_calendar(self):
        october = datetime(2026, 10, 27, 10, tzinfo=UTC)

        assert minutes_lost(self.HOURS, TERM, october.date(), october, october + timedelta(minutes=30)) == 0
        assert minutes_lost(None, None, MONDAY, at(9), at(10)) == 0
