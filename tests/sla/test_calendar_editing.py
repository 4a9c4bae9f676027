"""A manager who is no programmer changes a calendar: draft, preview, one recorded act; nobody's work is lost."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from sla import calendar_edits, calendar_workflow, clocks, reevaluations, tasks, year_page
from sla.agreements import promise_for
from sla.calendars import calendar_of, current_version, make_version, school_year_of
from sla.inheritance import carry
from sla.models import CalendarDraft, CalendarVersion, Clock, Reevaluation
from sla.school_year import DayType
from sla.year_changes import changed_days, differences
from sla.year_document import InvalidSchoolYear, parse
from tests.factories import OPEN_8_TO_4, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db

TERM = {"type": "term", "first": "2026-09-01", "last": "2026-12-18", "name": "Autumn term"}
HALF_TERM = {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "half-term"}
YEAR = OPEN_8_TO_4 | {"known_until": "2026-12-18", "ranges": [TERM, HALF_TERM]}
NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)  # a Monday
LATER = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
INSET = {"kind": "inset", "first": "2026-11-02", "last": "", "name": "planning", "instead_of": ""}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def school():
    school = make_school("Harrow Beck School", code="HBS")
    make_promise(school)
    make_version(calendar_of(school), YEAR, by=None, at=NOW)
    return school


@pytest.fixture
def calendar(school):
    return calendar_of(school)


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def boss():
    return make_person("trust_administrator", everywhere=True, name="Ann Boss")


def begin(school, *, at=NOW, priority=3):
    return clocks.start("resolution", school=school, promise=promise_for(school), priority=priority, at=at)


def due(clock):
    return Clock.objects.get(pk=clock.pk).due


def with_range(document, kind, first, last=None, name=""):
    entry = calendar_edits.entry_of(kind, date.fromisoformat(first), date.fromisoformat(last or first), name)
    return calendar_edits.add(document, entry)


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
            for line in differences(parse(YEAR), parse(new), today=date(2026, 9, 14)).lines
        ]

    def test_days_that_follow_each_other_are_one_line(self):
        assert self.words(with_range(YEAR, "holiday", "2026-11-02", "2026-11-06", "more")) == [
            ("Mon 2 Nov 2026 to Fri 6 Nov 2026", "Autumn term, 08:00–16:00", "more, no support")
        ]

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
        assert not differences(parse(YEAR), parse(YEAR), today=date(2026, 9, 14))
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


class TestPages:
    def go(self, client, person, page, calendar, /, **query):
        client.force_login(person)
        return client.get(reverse(f"sla:{page}", args=[calendar.pk]), query)

    def post(self, client, person, page, calendar, /, **said):
        client.force_login(person)
        return client.post(reverse(f"sla:{page}", args=[calendar.pk]), said)

    def edit(self, client, person, calendar, what, /, **said):
        return self.post(client, person, "edit_calendar", calendar, what=what, year="2026", **said)

    def document(self, calendar, person):
        return calendar_workflow.draft_of(calendar, by=person).document

    def test_an_inset_half_day_is_added_looked_at_and_applied(self, client, calendar, manager):
        assert self.edit(client, manager, calendar, "dates", **INSET).status_code == 302
        said = {"date": "2026-11-02", "hours": "09:00-12:00", "name": "INSET half day"}
        assert self.edit(client, manager, calendar, "day", **said).status_code == 302

        page = self.go(client, manager, "edit_calendar", calendar, year="2026").content.decode()
        assert "1 day changes" in page
        assert "Monday 2 November: INSET half day, 09:00–12:00 (changes)" in page
        shown = self.go(client, manager, "preview_calendar", calendar).content.decode()
        for words in ("Mon 2 Nov 2026", "INSET half day, 09:00–12:00", "No open clock moves."):
            assert words in shown
        answer = self.post(client, manager, "preview_calendar", calendar, reason="Training")
        assert answer["Location"] == reverse("sla:calendar", args=[calendar.pk])
        assert calendar_workflow.year_of(calendar).pattern_of(date(2026, 11, 2)) == (("09:00", "12:00"),)

    def test_dates_are_changed_in_place(self, client, calendar, manager):
        key = calendar_edits.key_of(HALF_TERM)
        page = self.go(client, manager, "edit_calendar", calendar, year="2026", change=key).content.decode()
        assert 'value="2026-10-26"' in page

        said = {"kind": "holiday", "first": "2026-10-19", "last": "2026-10-30", "name": "two weeks", "instead_of": key}
        self.edit(client, manager, calendar, "dates", **said)

        entries = self.document(calendar, manager)["ranges"]
        assert [entry["name"] for entry in entries] == ["Autumn term", "two weeks"]

    def test_each_other_thing_has_its_form(self, client, calendar, manager):
        self.edit(client, manager, calendar, "week", kind="holiday", mon="09:00-12:00", like_monday="on")
        self.edit(client, manager, calendar, "known", day="2026-12-31")
        self.edit(client, manager, calendar, "remove-dates", key=calendar_edits.key_of(HALF_TERM))
        self.edit(client, manager, calendar, "copy")
        self.edit(client, manager, calendar, "day", date="2026-11-03", hours="", name="closed")
        self.edit(client, manager, calendar, "remove-day", date="2026-11-03")
        self.edit(client, manager, calendar, "bank-holidays")

        document = self.document(calendar, manager)
        assert document["hours"]["holiday"] == {
            day: [["09:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
        }
        assert [entry["first"] for entry in document["ranges"]] == ["2026-09-01", "2027-08-31"]
        assert document["known_until"] == "2027-12-17"
        assert document["overrides"] == []

    def test_a_school_takes_everything_from_the_trust_again(self, client, calendar, manager):
        make_version(calendar_of(None), YEAR | {"ranges": [TERM]}, by=None, at=NOW)

        self.edit(client, manager, calendar, "trusts")

        assert self.document(calendar, manager)["ranges"] == [TERM]

    @pytest.mark.parametrize(
        ("what", "said", "sentence"),
        [
            ("dates", INSET | {"kind": "term", "first": "2026-12-01", "last": "2027-02-01"}, "overlap"),
            ("dates", INSET | {"last": "2026-10-01"}, "before it begins on 2 November 2026"),
            ("dates", INSET | {"kind": "term", "first": "2028-09-01", "last": "2028-12-01"}, "would have no dates"),
            ("dates", INSET | {"kind": "holiday", "last": "2029-12-01"}, "longer than a year"),
            ("dates", INSET | {"first": "soon"}, "Enter a valid date"),
            ("dates", INSET | {"first": "3026-01-01"}, "check the year"),
            ("dates", INSET | {"kind": "party"}, "Select a valid choice"),
            ("dates", INSET | {"instead_of": "gone.x.y"}, "not in the calendar any more"),
            ("week", {"kind": "term", "mon": "18:00-02:00"}, "18:00 to 02:00 crosses midnight"),
            ("week", {"kind": "term", "mon": "all day"}, "not a list of hours"),
            ("week", {"kind": "party"}, "Select a valid choice"),
            ("day", {"date": "2026-11-02", "hours": "09:00-09:00"}, "is no time"),
            ("day", {"date": "2026-11-02", "hours": "09:00-25:00"}, "no time of day"),
            ("known", {"day": "2031-01-01"}, "no dates in 2030/31"),
            ("remove-dates", {"key": "gone"}, "not in the calendar any more"),
            ("trusts", {}, "no calendar of the trust"),
        ],
    )
    def test_what_makes_no_sense_gets_a_sentence_and_leaves_what_was_there(
        self, client, calendar, manager, what, said, sentence
    ):
        shown = self.edit(client, manager, calendar, what, **said).content.decode()

        assert sentence in shown
        assert not CalendarDraft.objects.exists()
        assert calendar_workflow.holding(calendar).document == YEAR

    def test_what_was_typed_is_still_there_beside_the_error(self, client, calendar, manager):
        shown = self.edit(client, manager, calendar, "dates", **INSET | {"first": "x", "name": "my name"})

        assert 'value="my name"' in shown.content.decode()

    def test_looking_at_pages_keeps_nothing(self, client, calendar, manager):
        for name in ("edit_calendar", "close_calendar", "open_calendar"):
            assert self.go(client, manager, name, calendar, year="rubbish", change="x").status_code == 200
        assert self.go(client, manager, "preview_calendar", calendar).status_code == 302
        assert not CalendarDraft.objects.exists()

    def test_a_change_needs_a_reason(self, client, calendar, manager):
        self.edit(client, manager, calendar, "dates", **INSET)

        assert b"Please fill this in" in self.post(client, manager, "preview_calendar", calendar, reason="").content
        assert calendar_workflow.holding(calendar).document == YEAR

    def test_two_people_at_once_meet_a_conflict_that_can_be_settled(self, client, calendar, manager, boss):
        self.edit(client, manager, calendar, "dates", **INSET)
        calendar_workflow.close(calendar, first=NOW.date(), last=NOW.date(), name="snow", by=boss, at=NOW)

        assert self.post(client, manager, "preview_calendar", calendar, reason="Training").status_code == 409
        assert b"Ann Boss changed this calendar" in self.go(client, manager, "preview_calendar", calendar).content
        self.post(client, manager, "settle_draft", calendar, how="catch-up")
        assert self.post(client, manager, "preview_calendar", calendar, reason="Training").status_code == 302
        year = calendar_workflow.year_of(calendar)
        assert year.day_type(date(2026, 11, 2)) is DayType.INSET
        assert year.day_type(NOW.date()) is DayType.CLOSURE

    def test_a_draft_is_thrown_away(self, client, calendar, manager):
        self.edit(client, manager, calendar, "dates", **INSET)
        self.post(client, manager, "settle_draft", calendar, how="throw-away")

        assert not CalendarDraft.objects.exists()

    def test_closed_today_is_two_clicks_and_opened_again(self, client, calendar, manager, school):
        clock = begin(school)
        shown = self.go(client, manager, "close_calendar", calendar).content.decode()
        assert "1 open clock moves, none would be late." in shown

        self.post(client, manager, "close_calendar", calendar, first="2026-09-14", name="Snow")
        assert due(clock) == datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
        assert current_version(school).reason == "Closed: Snow"
        assert "Open again" in self.go(client, manager, "calendar", calendar).content.decode()

        said = {"first": "2026-09-14", "last": "2026-09-14", "reason": "It thawed"}
        self.post(client, manager, "open_calendar", calendar, **said)
        assert due(clock) == datetime(2026, 9, 15, 9, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("name", "said", "sentence"),
        [
            ("close_calendar", {"first": "2026-09-14", "last": "2026-09-01", "name": "x"}, "before the first day"),
            ("close_calendar", {"first": "2026-09-14", "last": "2028-09-14", "name": "x"}, "longer than a year"),
            ("close_calendar", {"first": "", "name": "x"}, "required"),
            ("open_calendar", {"first": "2026-10-01", "last": "", "reason": "x"}, "no closure on these days"),
        ],
    )
    def test_days_that_make_no_sense_close_and_open_nothing(self, client, calendar, manager, name, said, sentence):
        calendar_workflow.close(calendar, first=NOW.date(), last=NOW.date(), name="snow", by=manager, at=NOW)
        before = CalendarVersion.objects.count()

        assert sentence in self.post(client, manager, name, calendar, **said).content.decode()
        assert CalendarVersion.objects.count() == before

    def test_many_clocks_are_left_to_the_sweep_and_a_page_says_how_far_it_is(
        self, client, calendar, manager, school, monkeypatch
    ):
        monkeypatch.setattr(reevaluations, "AT_ONCE", 0)
        begin(school)

        answer = self.post(client, manager, "close_calendar", calendar, first="2026-09-14", name="Snow")
        act = Reevaluation.objects.get()
        assert answer["Location"] == reverse("sla:change", args=[act.pk])
        page = client.get(answer["Location"]).content.decode()
        assert "0 of 1 open clocks" in page
        assert f'href="{reverse("sla:calendars")}" aria-current="page"' in page
        assert "Look again" in page
        tasks.reevaluate()
        partial = client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
        assert "1 open clock moved, none already late by it." in partial
        assert "hx-get" not in partial
        assert "Closed: Snow" in client.get(reverse("sla:changes")).content.decode()

    def test_a_school_that_follows_the_trust_begins_its_own(self, client, boss):
        make_version(calendar_of(None), YEAR, by=None, at=NOW)
        school = make_school("Dale Primary", code="DALE")
        client.force_login(boss)

        answer = client.post(reverse("sla:begin_own"), {"school": "DALE"})

        assert answer["Location"] == reverse("sla:edit_calendar", args=[school.calendar.pk])
        assert "half-term" in client.get(answer["Location"]).content.decode()

    def test_pages_cost_the_same_for_many_clocks_and_acts(self, client, calendar, manager, school):
        def cost(url):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            return len(queries)

        self.edit(client, manager, calendar, "dates", **INSET | {"kind": "closure", "first": "2026-09-14"})
        begin(school)
        calendar_workflow.apply_now(calendar, YEAR, by=None, at=NOW, reason="Again")
        CalendarDraft.objects.update(based_on=calendar_workflow.holding(calendar))
        urls = [reverse(f"sla:{name}_calendar", args=[calendar.pk]) for name in ("edit", "preview", "close")]
        urls.append(reverse("sla:changes"))
        before = [cost(url) for url in urls]
        for _ in range(5):
            begin(school)
            Reevaluation.objects.create(
                calendar_version=current_version(school), by=manager, asked_at=NOW, reason="x", total=0
            )

        assert [cost(url) for url in urls] == before


class TestApi:
    def post(self, client, person, calendar, action, body):
        client.force_login(person)
        return client.post(f"/api/v1/calendars/{calendar.pk}/{action}/", body, content_type="application/json")

    def test_a_document_is_looked_at_without_being_kept(self, client, calendar, manager, school):
        clock = begin(school)
        snow = with_range(YEAR, "closure", "2026-09-14", name="snow")

        found = self.post(client, manager, calendar, "preview", {"document": snow}).json()

        assert (found["sentence"], found["moved"], found["late"]) == ("1 open clock moves, none would be late.", 1, 0)
        assert found["clocks"][0]["clock"] == clock.pk
        assert found["changes"][0]["after"] == "closed: snow, no support"
        assert current_version(school).document == YEAR

    def test_a_version_is_applied_to_the_clocks_and_refused_when_another_holds(self, client, calendar, manager, school):
        clock = begin(school)
        body = {"document": with_range(YEAR, "closure", "2026-09-14"), "reason": "Snow", "based_on": 2}

        assert self.post(client, manager, calendar, "versions", body).status_code == 201
        assert due(clock) == datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
        assert self.post(client, manager, calendar, "versions", body).status_code == 409

    def test_closed_and_opened_again(self, client, calendar, manager, school):
        begin(school)

        act = self.post(client, manager, calendar, "closures", {"first": "2026-09-14", "name": "Snow"}).json()
        assert (act["moved"], act["reason"], act["by"]) == (1, "Closed: Snow", "Martin Hale")
        assert client.get(f"/api/v1/reevaluations/{act['id']}/").json() == act
        assert [row["id"] for row in client.get("/api/v1/reevaluations/").json()["results"]] == [act["id"]]
        body = {"first": "2026-09-14", "reason": "It thawed"}
        assert self.post(client, manager, calendar, "openings", body).status_code == 201
        assert self.post(client, manager, calendar, "openings", body).status_code == 409

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("preview", {"document": {"zone": "Nowhere"}}),
            ("preview", {"document": with_range(YEAR, "term", "2028-09-01", "2028-12-01")}),
            ("closures", {"first": "2026-09-14"}),
            ("closures", {"first": "2026-09-14", "last": "2026-09-01", "name": "x"}),
            ("openings", {"first": "2026-09-14", "last": "2036-09-01", "reason": "x"}),
            ("versions", {"document": YEAR, "based_on": "x"}),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client, calendar, manager, action, body):
        assert self.post(client, manager, calendar, action, body).status_code == 400
        assert calendar_workflow.holding(calendar).document == YEAR

    @pytest.mark.parametrize(
        ("page", "endpoint"),
        [("preview", "preview"), ("preview", "versions"), ("close", "closures"), ("open", "openings")],
    )
    def test_each_move_has_both_faces(self, page, endpoint):
        assert resolve(f"/calendars/1/{page}/").url_name == f"{page}_calendar"
        assert resolve(f"/api/v1/calendars/1/{endpoint}/").func.actions == {"post": endpoint}


class TestWarning:
    def test_managers_are_told_once_months_before_dates_run_out(self, calendar, manager, school, time_machine):
        make_person("technician", school)
        assert tasks.warn_of_ending_calendars() == 1
        assert tasks.warn_of_ending_calendars() == 0

        letter = Letter.objects.get()
        assert letter.to == manager
        assert "18 December 2026" in letter.body
        assert f"/calendars/{calendar.pk}/" in letter.body

    def test_a_calendar_that_reaches_far_worries_nobody(self, calendar, manager):
        calendar_workflow.apply(calendar, YEAR | {"known_until": None}, by=manager, at=NOW, reason="Open end")

        assert tasks.warn_of_ending_calendars() == 0

    def test_the_trusts_calendar_is_the_trusts_worry(self, school, boss):
        CalendarVersion.objects.all().update(known_until=None)
        manager = make_person("service_level_manager", everywhere=True)
        make_version(calendar_of(None), YEAR, by=None, at=NOW)

        assert tasks.warn_of_ending_calendars() == 1
        assert Letter.objects.get().to == manager
