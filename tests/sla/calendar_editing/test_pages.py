"""Changing a calendar on its pages."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sla import calendar_edits, calendar_workflow, reevaluations, tasks
from sla.calendars import calendar_of, current_version, make_version
from sla.models import CalendarDraft, CalendarVersion, Reevaluation
from sla.school_year import DayType
from tests.factories import make_school
from tests.sla.calendar_editing.autumn import HALF_TERM, NOW, TERM, YEAR, begin, due

pytestmark = pytest.mark.django_db
INSET = {"kind": "inset", "first": "2026-11-02", "last": "", "name": "planning", "instead_of": ""}


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
            ("week", {"kind": "term", "mon": "18:00-02:00"}, "18:00 to 02:00 ends before it begins"),
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
        twice = self.post(client, manager, "close_calendar", calendar, first="2026-09-14", name="Snow")
        assert "This day is closed already: Snow." in twice.content.decode()
        assert (
            "This day is closed already: Snow." in self.go(client, manager, "close_calendar", calendar).content.decode()
        )
        assert Reevaluation.objects.count() == 1

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
