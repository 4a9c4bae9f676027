"""Changing a calendar as a draft: what each change does, what differs, and who applies it."""

from datetime import UTC, date, datetime

import pytest

from servicedesk.errors import NotYours, Refused
from sla import calendar_edits, calendar_workflow, year_page
from sla.calendars import calendar_of, current_version, make_version
from sla.models import CalendarDraft, CalendarVersion
from sla.school_year import DayType
from sla.year_changes import changed_days, differences
from sla.year_document import InvalidSchoolYear, parse
from tests.factories import make_person
from tests.sla.calendar_editing.autumn import HALF_TERM, NOW, TERM, YEAR, begin, due, with_range

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)


class TestEdits:
    def test_an_inset_half_day_is_a_day_with_hours_of_its_own(self):
        document = with_range(YEAR, "inset", "2026-11-02")
        document = calendar_edits.set_day(document, date(2026, 11, 2), (("09:00", "12:00"),), "INSET half day")

        year = parse(document)
        assert year.day_type(date(2026, 11, 2)) is DayType.INSET
        assert year.pattern_of(date(2026, 11, 2)) == (("09:00", "12:00"),)
        again = parse(calendar_edits.remove_day(document, date(2026, 11, 2)))
        assert again.pattern_of(date(2026, 11, 2)) == (("08:00", "16:00"),)

    def test_a_range_goes_out_by_its_key_and_a_key_that_is_gone_is_said(self):
        key = calendar_edits.key_of(HALF_TERM)

        assert calendar_edits.remove(YEAR, key)["ranges"] == [TERM]
        with pytest.raises(InvalidSchoolYear, match="not in the calendar any more"):
            calendar_edits.remove(YEAR | {"ranges": [TERM]}, key)

    def test_exam_weeks_change_no_hours_and_are_shown(self):
        document = with_range(YEAR, "exams", "2026-11-09", "2026-11-20", "mocks")
        year = parse(document)

        assert year.pattern_of(date(2026, 11, 9)) == (("08:00", "16:00"),)
        november = year_page.months_of(year, 2026, today=date(2026, 9, 14))[3]
        day = next(day for week in november.weeks for day in week if day and day.date == date(2026, 11, 9))
        assert (day.letter, day.kind) == ("E", "exams")
        assert day.words == "Monday 9 November: Autumn term, 08:00–16:00, exams: mocks"

    @pytest.mark.parametrize(
        ("mark", "sentence"),
        [
            ({"kind": "party", "first": "2026-11-09", "last": "2026-11-20"}, "no kind of mark"),
            ({"kind": [], "first": "2026-11-09", "last": "2026-11-20"}, "no kind of mark"),
            ({"kind": "exams", "first": "2026-11-09", "last": "2026-11-01"}, "before it begins"),
            ({"kind": "exams", "first": "x", "last": "2026-11-01"}, "no date"),
            ({"kind": "exams", "first": "2026-01-01", "last": "2028-01-01"}, "longer than a year"),
            ("rubbish", "list of entries"),
        ],
    )
    def test_marks_that_make_no_sense_are_refused(self, mark, sentence):
        with pytest.raises(InvalidSchoolYear, match=sentence):
            parse(YEAR | {"marks": [mark]})

    def test_bank_holidays_are_brought_up_to_date_and_earlier_ones_stay(self):
        document = YEAR | {"nation": "ENG", "bank_holidays": [{"date": "2020-05-08", "name": "VE Day"}]}

        listed = calendar_edits.refresh_bank_holidays(document, since=date(2026, 8, 1))["bank_holidays"]

        assert listed[0] == {"date": "2020-05-08", "name": "VE Day"}
        assert {"date": "2026-12-25", "name": "Christmas Day"} in listed
        assert listed[1]["date"] > "2026-08-01"

    def test_a_year_is_copied_to_the_same_weekdays_of_the_next_and_nothing_is_overwritten(self):
        copied = calendar_edits.copy_to_next_year(with_range(YEAR, "closure", "2026-11-05", name="snow"), 2026)

        assert {"type": "term", "first": "2027-08-31", "last": "2027-12-17", "name": "Autumn term"} in copied["ranges"]
        assert copied["known_until"] == "2027-12-17"
        assert sum(entry["type"] == "closure" for entry in copied["ranges"]) == 1
        with pytest.raises(InvalidSchoolYear, match="2027/28 has dates already"):
            calendar_edits.copy_to_next_year(copied, 2026)
        with pytest.raises(InvalidSchoolYear, match="no dates in 2030/31"):
            calendar_edits.copy_to_next_year(YEAR, 2030)

    def test_a_calendar_is_not_known_beyond_its_dates(self):
        with pytest.raises(InvalidSchoolYear, match="no dates in 2028/29"):
            calendar_edits.set_known_until(YEAR, date(2029, 7, 1))

    def test_opening_again_leaves_what_of_a_closure_lies_outside(self):
        closed = calendar_edits.close(YEAR, date(2026, 9, 14), date(2026, 9, 18), "boiler")

        opened = parse(calendar_edits.open_again(closed, date(2026, 9, 16), date(2026, 9, 16)))

        types = [opened.day_type(date(2026, 9, day)) is DayType.CLOSURE for day in range(14, 19)]
        assert types == [True, True, False, True, True]
        with pytest.raises(InvalidSchoolYear, match="no closure"):
            calendar_edits.open_again(YEAR, date(2026, 9, 16), date(2026, 9, 16))

    @pytest.mark.parametrize(("first", "last"), [(14, 14), (15, 16), (14, 17)])
    def test_what_is_closed_already_is_not_closed_twice(self, first, last):
        snow = calendar_edits.close(YEAR, date(2026, 9, 14), date(2026, 9, 15), "snow")
        closed = calendar_edits.close(snow, date(2026, 9, 16), date(2026, 9, 17), "boiler")

        with pytest.raises(InvalidSchoolYear, match="closed already: snow"):
            calendar_edits.close(closed, date(2026, 9, first), date(2026, 9, last), "snow")
        assert calendar_edits.close(closed, date(2026, 9, 17), date(2026, 9, 18), "snow") != closed

    def test_closing_closes_a_day_that_had_hours_of_its_own_too(self):
        special = calendar_edits.set_day(YEAR, date(2026, 9, 14), (("09:00", "12:00"),), "half day")

        assert (
            parse(calendar_edits.close(special, date(2026, 9, 14), date(2026, 9, 14), "snow")).pattern_of(
                date(2026, 9, 14)
            )
            == ()
        )


class TestDifferences:
    def words(self, new):
        return [
            (line.what, line.before, line.after)
            for line in differences(parse(YEAR), parse(new), today=NOW.date()).lines
        ]

    def test_days_that_follow_each_other_are_one_line(self):
        assert self.words(with_range(YEAR, "holiday", "2026-11-02", "2026-11-06", "more")) == [
            ("Mon 2 to Fri 6 Nov 2026", "Autumn term, 08:00–16:00", "more, no support")
        ]

    def test_days_that_are_only_called_otherwise_stand_apart_from_those_with_other_hours(self):
        renamed = with_range(YEAR, "holiday", "2026-10-31", "2026-11-01", "long weekend")
        snow = with_range(renamed, "closure", "2026-11-04", name="snow")
        found = differences(parse(YEAR), parse(snow), today=NOW.date())

        assert [line.what for line in found.opening] == ["Wed 4 Nov 2026"]
        assert [line.what for line in found.naming] == ["Sat 31 Oct to Sun 1 Nov 2026"]

    def test_weekly_hours_and_reach_are_lines_of_their_own(self):
        week = tuple([(("09:00", "15:00"),)] * 5 + [(), ()])
        document = calendar_edits.set_week(YEAR, DayType.TERM, week) | {"known_until": None}

        assert self.words(document)[:2] == [
            ("Known until", "18 December 2026", "without end"),
            ("Term, every week", "Monday to Friday 08:00–16:00", "Monday to Friday 09:00–15:00"),
        ]

    def test_bank_holidays_are_a_line_a_year(self):
        listed = calendar_edits.refresh_bank_holidays(YEAR | {"nation": "ENG"}, since=date(2023, 8, 1))
        lines = self.words(YEAR | {"bank_holidays": listed["bank_holidays"]})

        assert lines[0][0] == "Bank holidays before 2026/27"
        assert lines[1][0] == "Bank holidays of 2026/27"
        assert "Christmas Day (Fri 25 Dec)" in lines[1][2]
        assert len(lines) < 8

    def test_no_difference_says_so(self):
        assert not differences(parse(YEAR), parse(YEAR), today=NOW.date())
        assert changed_days(parse(YEAR), parse(YEAR)) == frozenset()


class TestDrafts:
    def test_a_draft_is_kept_until_it_is_applied_and_changes_nothing_before(self, calendar, manager, school):
        clock = begin(school, at=NOW)
        draft = calendar_workflow.draft_of(calendar, by=manager)
        snow = with_range(draft.document, "closure", "2026-09-14", name="snow")
        calendar_workflow.rewrite(draft, snow, by=manager, at=NOW)
        assert current_version(school).document == YEAR

        found = calendar_workflow.preview(calendar, snow, at=NOW)
        assert str(found.effect) == "1 open clock moves, none would be late."
        act = calendar_workflow.apply_draft(draft, by=manager, at=NOW, reason="Snow")

        assert (act.moved, act.late, act.reason, act.by) == (1, 0, "Snow", manager)
        assert act.finished_at == NOW
        assert due(clock) == datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
        assert not CalendarDraft.objects.exists()

    def test_a_draft_that_makes_no_sense_is_refused_and_what_was_there_stays(self, calendar, manager):
        draft = calendar_workflow.draft_of(calendar, by=manager)

        with pytest.raises(InvalidSchoolYear, match="overlap"):
            calendar_workflow.rewrite(draft, with_range(YEAR, "term", "2026-12-01", "2027-04-01"), by=manager, at=NOW)
        assert not CalendarDraft.objects.exists()

    def test_a_year_to_come_without_dates_is_refused(self, calendar, manager):
        draft = calendar_workflow.draft_of(calendar, by=manager)

        with pytest.raises(InvalidSchoolYear, match="2027/28 would have no dates"):
            calendar_workflow.rewrite(draft, with_range(YEAR, "term", "2028-09-01", "2028-12-15"), by=manager, at=NOW)

    def test_the_second_to_apply_is_told_what_the_first_one_did(self, calendar, manager, boss):
        mine, theirs = (calendar_workflow.draft_of(calendar, by=person) for person in (manager, boss))
        calendar_workflow.rewrite(mine, with_range(YEAR, "inset", "2026-11-02"), by=manager, at=NOW)
        calendar_workflow.rewrite(theirs, with_range(YEAR, "inset", "2026-11-03"), by=boss, at=NOW)
        calendar_workflow.apply_draft(theirs, by=boss, at=NOW, reason="Training")

        with pytest.raises(Refused, match=r"Ann Boss changed this calendar on 14 September at .*“Training”"):
            calendar_workflow.apply_draft(mine, by=manager, at=LATER, reason="Mine")
        assert CalendarVersion.objects.filter(calendar=calendar).count() == 3

        calendar_workflow.catch_up(mine, by=manager, at=LATER)
        calendar_workflow.apply_draft(mine, by=manager, at=LATER, reason="Mine")
        year = calendar_workflow.year_of(calendar)
        assert year.day_type(date(2026, 11, 2)) is year.day_type(date(2026, 11, 3)) is DayType.INSET

    def test_only_who_may_decides_and_the_trusts_calendar_is_the_trusts(self, calendar, school, manager):
        technician = make_person("technician", school)
        trust = make_version(calendar_of(None), YEAR, by=None, at=NOW).calendar

        for person, whose in ((technician, calendar), (manager, trust)):
            with pytest.raises(NotYours):
                calendar_workflow.apply(whose, YEAR, by=person, at=NOW, reason="Mine")
            with pytest.raises(NotYours):
                calendar_workflow.rewrite(calendar_workflow.draft_of(whose, by=person), YEAR, by=person, at=NOW)
