"""The drawings say what the figures say."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from servicedesk import drawing
from servicedesk.templatetags import look

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("share", "dashes"), [(0, "0.0 17.3"), (0.5, "8.6 17.3"), (1, "17.3 17.3"), (1.4, "17.3 17.3"), (-1, "0.0 17.3")]
)
def test_the_dial_is_filled_by_what_is_left(share, dashes):
    assert drawing.dial(share) == dashes


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (52, [0, 20, 40, 60]),
        (93, [0, 50, 100]),
        (1200, [0, 500, 1000, 1500]),
        (0.8, [0, 0.2, 0.4, 0.6, 0.8]),
    ],
)
def test_an_axis_has_round_marks_and_holds_the_highest_value(most, marks):
    assert drawing.scale(most) == marks


def test_a_column_is_as_high_as_its_value():
    chart = drawing.columns([{"label": "Sep", "first": 50}, {"label": "Oct", "first": 100}])
    half, whole = chart.bars

    assert whole.height == pytest.approx(2 * half.height, abs=0.2)
    assert whole.y + whole.height == pytest.approx(chart.bottom, abs=0.2)


def test_a_holiday_is_a_gap_and_not_a_zero():
    chart = drawing.columns([{"label": "19 Oct", "first": 4}, {"label": "26 Oct", "gap": "Half-term"}])

    assert len(chart.bars) == 1
    assert chart.gap_names == [(chart.gap_names[0][0], "Half-term")]


def test_a_missing_value_breaks_the_line():
    chart = drawing.line([{"label": str(i), "first": value} for i, value in enumerate([3, None, 4, 5])])

    assert chart.line.count("M") == 2
    assert chart.dots[0][-1] == "5"


def test_a_chart_of_nothing_is_still_a_chart():
    assert drawing.columns([]).bars == []
    assert drawing.line([{"label": "Sep"}]).line == ""


def test_labels_are_left_out_before_they_run_into_each_other():
    chart = drawing.columns([{"label": f"Week {i}", "first": i} for i in range(60)])
    places = [x for x, _ in chart.labels]

    assert min(b - a for a, b in pairwise(places)) >= drawing.LABEL_WIDTH


@pytest.mark.parametrize("days", range(40, 60))
def test_no_label_is_cut_off_at_the_edge(days):
    chart = drawing.columns([{"label": f"{i} Nov", "first": 1} for i in range(days)], width=drawing.NARROW)

    assert chart.labels[-1][0] + drawing.LABEL_WIDTH / 2 <= drawing.NARROW


def test_the_day_strip_leaves_out_what_runs_out_tomorrow():
    opens = datetime(2026, 11, 24, 8, tzinfo=UTC)
    strip = drawing.day_strip(
        lessons=[("1", opens, opens + timedelta(hours=1))],
        dues=[(opens + timedelta(hours=4), "left"), (opens + timedelta(days=1), "left")],
        now=opens + timedelta(hours=2),
        opens=opens,
        closes=opens + timedelta(hours=8),
    )

    assert strip.dues == [(240.0, "left")]
    assert strip.now == 120


def test_a_narrow_chart_writes_no_figures_that_run_into_each_other():
    months = [{"label": f"Month {i}", "first": 44, "second": 104} for i in range(12)]

    assert not any(bar.says for bar in drawing.columns(months, width=drawing.NARROW).bars)
    assert any(bar.says for bar in drawing.columns(months).bars)


def test_no_name_runs_into_the_name_of_a_gap_and_a_long_gap_is_named_once():
    weeks = [{"label": f"{day} Oct", "first": 4} for day in range(1, 9)]
    weeks[3] = weeks[4] = {"label": "", "gap": "Half-term"}
    chart = drawing.columns(weeks, width=drawing.NARROW)

    assert [name for _, name in chart.gap_names] == ["Half-term"]
    assert len(chart.gaps) == 2
    middle = chart.gap_names[0][0]
    assert chart.labels
    assert all(abs(x - middle) >= 42 for x, _ in chart.labels)


def test_every_chart_is_drawn_for_a_wide_place_and_for_a_phone():
    charts = look.column_chart([{"label": "Sep", "first": 1}], "One in September")["charts"]

    assert [chart.width for chart in charts] == [760, drawing.NARROW]


def test_long_names_under_a_chart_do_not_run_into_each_other():
    days = [{"label": f"2026-10-{day:02}", "first": 1} for day in range(1, 21)]
    places = [x for x, _ in drawing.columns(days, width=drawing.NARROW).labels]

    assert len(places) > 2
    assert all(right - left >= 60 for left, right in pairwise(places))
