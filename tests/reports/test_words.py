"""Figures as people read them: one way to say a time, and no rounding that contradicts a verdict."""

from datetime import date, timedelta

import pytest

from reports import parts, words
from reports.periods import Period

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (0, "0 min"), (0.55, "33 min"), (0.999, "1 h"), (2.82, "2 h 49 min"), (1240.25, "1,240 h 15 min")],
)
def test_a_time_is_said_in_hours_and_minutes(value, said):
    assert words.hours(value) == said


def test_agreed_time_is_said_the_same_way():
    assert words.length_of(timedelta(hours=2, minutes=49)) == words.hours(2 + 49 / 60) == "2 h 49 min"


@pytest.mark.parametrize(
    ("share", "goal", "said"),
    [
        (89.6, 90, "89.6%"),
        (89.97, 90, "89.9%"),
        (90, 90, "90%"),
        (90.4, 90, "90.4%"),
        (89.4, 90, "89%"),
        (89.6, None, "90%"),
        (99.9, None, "99%"),
        (100, 100, "100%"),
        (None, 90, "–"),
    ],
)
def test_a_share_that_would_round_to_the_goal_shows_on_which_side_it_is(share, goal, said):
    assert words.per_cent(share, goal) == said


class TestBacklog:
    DAYS = ((date(2026, 9, 10), 7), (date(2026, 9, 11), 9))
    SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))

    def test_today_is_its_last_point_and_the_words_say_since_when_it_is_kept(self):
        points, said = parts.backlog_chart(self.DAYS, period=self.SEPTEMBER, now=12)

        assert [point["first"] for point in points] == [7, 9, 12]
        assert said.endswith("9 on 11 September, 12 now. Kept since 10 September.")

    def test_a_period_that_is_over_ends_on_its_last_day(self):
        points, said = parts.backlog_chart(self.DAYS, period=Period(date(2026, 9, 10), date(2026, 9, 11)), now=None)

        assert len(points) == 2
        assert said == "Open at the end of each day: 7 on 10 September, 9 on 11 September."
