"""What a school takes over from the trust’s calendar."""

from datetime import UTC, date, datetime

import pytest

from sla import calendar_edits, calendar_workflow
from sla.calendars import calendar_of, current_version, make_version, school_year_of
from sla.inheritance import carry
from sla.models import Reevaluation, moves_in_words
from sla.school_year import DayType
from sla.year_document import parse
from tests.factories import make_promise, make_school
from tests.sla.calendar_editing.autumn import HALF_TERM, NOW, TERM, YEAR, begin, due, with_range

pytestmark = pytest.mark.django_db


class TestInheritance:
    TRUST = YEAR
    OWN = with_range(YEAR, "inset", "2026-11-02", name="own")

    def test_what_is_new_comes_what_is_gone_goes_and_what_is_its_own_stays(self):
        after = with_range(YEAR | {"ranges": [TERM]}, "closure", "2026-12-01", name="strike")

        carried = parse(carry(self.OWN, before=YEAR, after=after))

        assert carried.name_of(date(2026, 11, 2)) == "own"
        assert carried.name_of(date(2026, 12, 1)) == "closed: strike"
        assert carried.day_type(date(2026, 10, 28)) is DayType.TERM

    def test_what_the_school_took_out_does_not_come_back(self):
        own = YEAR | {"ranges": [TERM]}

        assert carry(own, before=YEAR, after=with_range(YEAR, "inset", "2026-11-09"))["ranges"] == [
            TERM,
            {"type": "inset", "first": "2026-11-09", "last": "2026-11-09", "name": ""},
        ]

    def test_hours_follow_unless_they_are_the_schools_own(self):
        week = tuple([(("07:00", "17:00"),)] * 5 + [(), ()])
        own = calendar_edits.set_week(YEAR, DayType.HOLIDAY, week)
        after = calendar_edits.set_week(calendar_edits.set_week(YEAR, DayType.HOLIDAY, ((),) * 7), DayType.TERM, week)

        carried = parse(carry(own, before=YEAR, after=after))

        assert carried.week_of(DayType.TERM) == carried.week_of(DayType.HOLIDAY) == week

    def test_in_a_year_with_terms_of_its_own_the_trusts_new_dates_stay_out(self):
        terms = [TERM | {"first": "2026-09-03"}, HALF_TERM]
        after = with_range(with_range(YEAR, "inset", "2026-11-09"), "closure", "2026-11-10")

        carried = carry(YEAR | {"ranges": terms}, before=YEAR, after=after)

        assert [entry["type"] for entry in carried["ranges"]] == ["term", "holiday", "closure"]

    def test_single_days_and_exams_follow(self):
        after = calendar_edits.set_day(YEAR, date(2026, 11, 2), (), "polling")
        after = with_range(after, "exams", "2026-11-09", "2026-11-20")

        carried = carry(self.OWN, before=YEAR, after=after)

        assert carried["overrides"] == after["overrides"]
        assert carried["marks"] == after["marks"]
        assert "marks" not in carry(carried, before=after, after=YEAR)

    def test_when_the_trusts_calendar_changes_the_schools_on_top_of_it_go_along(self, boss):
        trust = make_version(calendar_of(None), YEAR, by=None, at=NOW).calendar
        follows, own = make_school("Dale Primary"), make_school("Mill Lane")
        for one in (follows, own):
            make_promise(one, document=self.OWN) if one is own else make_promise_without_calendar(one)
        clock, other = begin(follows), begin(own)
        snow = with_range(YEAR, "closure", "2026-09-14", name="snow")

        found = calendar_workflow.preview(trust, snow, at=NOW)
        assert (found.effect.moved, [child.school for child in found.followers]) == (2, [own])
        act = calendar_workflow.apply_now(trust, snow, by=boss, at=NOW, reason="Snow")

        assert due(clock) == due(other) == datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
        newest = current_version(own)
        assert (newest.number, newest.reason) == (2, "With the trust’s: Snow")
        assert school_year_of(newest).name_of(date(2026, 11, 2)) == "own"
        assert Reevaluation.objects.exclude(finished_at=None).count() == 2
        assert act.moved == 1
        assert moves_in_words(act, *act.along) == "2 open clocks moved, none already late by it."

    def test_an_empty_calendar_of_its_own_leaves_a_school_with_the_trusts(self, boss):
        trust = make_version(calendar_of(None), YEAR, by=None, at=NOW).calendar
        school = make_school("Dale Primary")
        make_promise_without_calendar(school)
        clock = begin(school)
        calendar_workflow.begin_own(school, by=boss, at=NOW)

        calendar_workflow.close(trust, first=NOW.date(), last=NOW.date(), name="snow", by=boss, at=NOW)

        assert due(clock) == datetime(2026, 9, 15, 15, 0, tzinfo=UTC)


def make_promise_without_calendar(school):
    make_promise(school)
    school.calendar.delete()
    school.refresh_from_db()
