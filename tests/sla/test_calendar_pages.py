"""The calendar and agreement pages, who may see them, and how new dates get in by page and API."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sla.calendars import calendar_of, current_version, hours_of, make_version, school_year_of
from sla.models import Calendar, CalendarDraft, CalendarVersion
from sla.working_time import is_open
from tests.factories import MONDAY_9AM, OPEN_8_TO_4, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db

DATES = {
    "known_until": "2026-12-18",
    "ranges": [
        {"type": "term", "first": "2026-09-01", "last": "2026-12-18", "name": "Autumn term"},
        {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "half-term"},
        {"type": "closure", "first": "2026-09-14", "last": "2026-09-14", "name": "burst pipe"},
    ],
}
CSV = b"type,first,last,name\nholiday,26/10/2026,6/11/2026,two weeks off\n"


def make_version_for(school, **changes):
    return make_version(calendar_of(school), OPEN_8_TO_4 | DATES | changes, by=None, at=MONDAY_9AM)


@pytest.fixture
def school():
    return make_school("Harrow Beck School", code="HBS")


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school)


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"sla:{name}", args=args), query)


class TestVersions:
    def test_a_school_follows_its_own_calendar_before_the_trusts(self, school):
        trust = make_version_for(None)
        assert current_version(school) == trust

        own = make_version_for(school)
        assert current_version(school) == own
        assert current_version(make_school()) == trust

    def test_an_edit_makes_a_version_and_leaves_the_earlier_one_as_it_was(self, school):
        first = make_version_for(school)
        second = make_version_for(school, ranges=[])

        assert (first.number, second.number) == (1, 2)
        assert not is_open(hours_of(first), MONDAY_9AM)
        assert is_open(hours_of(second), MONDAY_9AM)
        assert school_year_of(first).name_of(MONDAY_9AM.date()) == "closed: burst pipe"
        assert first.known_until == date(2026, 12, 18)

    def test_a_new_version_is_seen_at_once(self, school, django_assert_num_queries):
        make_version_for(school)
        newer = make_version_for(school)

        with django_assert_num_queries(1):
            assert current_version(school) == newer

    def test_a_document_that_is_wrong_makes_no_version(self, school):
        with pytest.raises(ValueError, match="no time zone"):
            make_version_for(school, zone="Nowhere")

        assert not CalendarVersion.objects.exists()


class TestCalendarPage:
    def test_it_shows_the_year_by_day_type_and_says_the_same_in_words(self, client, school, manager):
        version = make_version_for(school)

        shown = page(client, manager, "calendar", version.calendar_id, year="2026").content.decode()

        for words in ("School year 2026/27", "half-term", "burst pipe", "Monday to Friday 08:00–16:00", "Known until"):
            assert words in shown
        assert "Monday 14 September: closed: burst pipe, no support" in shown

    def test_it_warns_when_dates_run_out_within_four_months(self, client, school, manager, time_machine):
        version = make_version_for(school)

        time_machine.move_to("2026-05-01T10:00Z")
        assert b"Dates run out" not in page(client, manager, "calendar", version.calendar_id).content
        time_machine.move_to("2026-10-01T10:00Z")
        assert b"Dates run out" in page(client, manager, "calendar", version.calendar_id).content

    def test_an_earlier_version_can_be_looked_up(self, client, school, manager):
        version = make_version_for(school)
        make_version_for(school, ranges=[])

        shown = page(client, manager, "calendar", version.calendar_id, version="1").content

        assert b"An earlier version" in shown
        assert b"burst pipe" in shown

    @pytest.mark.parametrize("query", [{"year": "rubbish"}, {"year": "1"}, {"version": "99"}, {"version": "x"}])
    def test_a_question_that_makes_no_sense_shows_what_holds_now(self, client, school, manager, query):
        version = make_version_for(school)

        assert page(client, manager, "calendar", version.calendar_id, **query).status_code == 200

    def test_the_list_costs_the_same_for_many_schools(self, client, django_assert_max_num_queries):
        person = make_person("trust_administrator", everywhere=True)
        for _ in range(8):
            make_version_for(make_school())
        client.force_login(person)

        with django_assert_max_num_queries(12):
            assert client.get(reverse("sla:calendars")).status_code == 200


class TestRights:
    def test_another_schools_calendar_and_agreement_do_not_exist(self, client, school):
        stranger = make_person("service_level_manager", make_school("Dale Primary"))
        version, agreement = make_version_for(school), make_promise(school).agreement

        assert page(client, stranger, "calendar", version.calendar_id).status_code == 404
        assert page(client, stranger, "agreement", agreement.pk).status_code == 404
        assert school.name not in page(client, stranger, "calendars").content.decode()
        assert school.name not in page(client, stranger, "agreements").content.decode()

    def test_the_trusts_own_team_sees_the_calendars_and_agreements_of_every_school(self, client, school):
        administrator = make_person("trust_administrator", everywhere=True)
        version, agreement = make_version_for(school), make_promise(school).agreement

        assert page(client, administrator, "calendar", version.calendar_id).status_code == 200
        assert page(client, administrator, "agreement", agreement.pk).status_code == 200

    def test_a_requester_sees_none_of_it(self, client, school):
        teacher = make_person("requester", school)
        version, agreement = make_version_for(school), make_promise(school).agreement

        assert page(client, teacher, "calendar", version.calendar_id).status_code == 404
        assert page(client, teacher, "agreement", agreement.pk).status_code == 404
        for name in ("calendars", "agreements", "import_dates"):
            assert page(client, teacher, name).status_code == 403

    def test_a_technician_reads_and_may_not_change(self, client, school):
        technician = make_person("technician", school)
        version = make_version_for(school)

        assert page(client, technician, "calendar", version.calendar_id).status_code == 200
        assert page(client, technician, "import_dates").status_code == 403

    def test_the_trusts_calendar_is_read_by_all_schools_and_changed_by_the_trust(self, client, school, manager):
        version = make_version_for(None)

        assert page(client, manager, "calendar", version.calendar_id).status_code == 200
        form = page(client, manager, "import_dates").context["form"]
        assert list(form.fields["school"].queryset) == [school]
        assert form.fields["school"].required

    def test_without_signing_in_there_is_only_the_sign_in_page(self, client, school):
        version = make_version_for(school)

        assert client.get(reverse("sla:calendar", args=[version.calendar_id])).status_code == 302


class TestImportByPage:
    def send(self, client, person, school, content, **fields):
        client.force_login(person)
        file = SimpleUploadedFile("dates.csv", content)
        return client.post(reverse("sla:import_dates"), {"school": school.pk, "file": file} | fields, follow=True)

    def apply(self, client, school, reason="longer half-term"):
        return client.post(reverse("sla:preview_calendar", args=[school.calendar.pk]), {"reason": reason})

    def test_dates_go_into_a_draft_are_shown_first_and_applied_with_a_reason(self, client, school, manager):
        make_version_for(school)

        shown = self.send(client, manager, school, CSV).content.decode()
        assert "What would change?" in shown
        assert "two weeks off" in shown
        assert "No open clock moves." in shown
        assert current_version(school).number == 1

        assert self.apply(client, school).status_code == 302
        version = current_version(school)
        assert (version.number, version.made_by, version.reason) == (2, manager, "longer half-term")
        assert school_year_of(version).name_of(date(2026, 11, 5)) == "two weeks off"

    def test_a_file_is_laid_over_the_draft_one_has_so_that_nothing_of_it_is_lost(self, client, school, manager):
        make_version_for(school)
        self.send(client, manager, school, CSV)
        self.send(client, manager, school, b"type,first,last,name\ninset,4/9/2026,,planning\n")
        self.apply(client, school)

        year = school_year_of(current_version(school))
        assert year.name_of(date(2026, 11, 5)) == "two weeks off"
        assert year.name_of(date(2026, 9, 4)) == "planning"

    def test_a_school_that_followed_the_trust_gets_a_calendar_on_top_of_it(self, client, school, manager):
        make_version_for(None)

        self.send(client, manager, school, CSV)
        assert current_version(school).calendar.school is None
        self.apply(client, school)

        assert current_version(school).calendar.school == school
        assert school_year_of(current_version(school)).name_of(date(2026, 9, 14)) == "closed: burst pipe"
        assert current_version(None).number == 1

    @pytest.mark.parametrize(
        ("content", "hours", "sentence"),
        [
            (b"rubbish", "", "is no calendar"),
            (b"type,first\nterm,x\n", "", "Line 2"),
            (CSV, "all day", "list of hours"),
            (CSV, "18:00-02:00", "crosses midnight"),
            (
                b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:rubbish\nEND:VEVENT\nEND:VCALENDAR",
                "",
                "no date that can be read",
            ),
            (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260901", "", "stops in the middle"),
            (
                b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260901T090000Z\nRRULE:FREQ=MINUTELY\nEND:VEVENT\n"
                b"END:VCALENDAR",
                "",
                "too many entries that repeat",
            ),
            (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", "", "no dates in it"),
            (b"type,first,last,name\nterm,1/9/2026,18/12/2026,A\nterm,1/12/2026,1/4/2027,B\n", "", "overlap"),
            (
                b"type,first,last,name\nterm,1/9/2026,18/12/2026,A\nterm,1/9/2028,18/12/2028,B\n",
                "",
                "longer than a year",
            ),
            (b'{"academic_years": [{"dates": []}]}', "", "no dates in it"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_refused_in_a_sentence_and_nothing_is_kept(
        self, client, school, manager, content, hours, sentence
    ):
        shown = self.send(client, manager, school, content, hours=hours)

        assert sentence in shown.content.decode()
        assert not CalendarDraft.objects.exists()
        assert not Calendar.objects.exists()

    def test_another_school_cannot_be_chosen(self, client, school):
        stranger = make_person("service_level_manager", make_school())

        assert "Select a valid choice" in self.send(client, stranger, school, CSV).content.decode()


class TestAgreementPage:
    def test_it_says_in_words_what_is_promised_and_who_is_told(self, client, school, manager):
        version = make_promise(school)
        version.targets.filter(kind="resolution", priority=5).update(amount=2, unit="school_days", goal=80)
        version.targets.filter(kind="response", priority=1).update(amount=0)
        version.steps.create(kind="resolution", percent=75, tell_role="service_level_manager")

        shown = page(client, manager, "agreement", version.agreement_id).content.decode()

        for words in (
            "at once, in support hours",
            "6 hours",
            "2 school days",
            "in 80 of 100 cases",
            "75 % of the time to fix it",
            "everyone with the role Service level manager",
            "for 5 school days",
        ):
            assert words in shown


class TestApi:
    def test_a_calendar_comes_with_the_school_year_that_holds_now(self, client, school, manager):
        version = make_version_for(school)
        client.force_login(manager)

        found = client.get(f"/api/v1/calendars/{version.calendar_id}/").json()

        assert found["school"] == "HBS"
        assert found["current_version"]["document"]["known_until"] == "2026-12-18"
        assert [row["id"] for row in client.get("/api/v1/calendars/?school=HBS").json()["results"]] == [found["id"]]

    def test_each_day_of_a_range_has_its_type_name_and_hours(self, client, school, manager):
        version = make_version_for(school)
        client.force_login(manager)

        url = f"/api/v1/calendars/{version.calendar_id}/day-types/"
        days = client.get(url, {"first": "2026-09-13", "last": "2026-09-15"}).json()

        assert [(day["type"], day["name"], day["hours"]) for day in days] == [
            ("term", "weekend", []),
            ("closure", "closed: burst pipe", []),
            ("term", "Autumn term", [["08:00", "16:00"]]),
        ]
        for query in ({}, {"first": "x", "last": "y"}, {"first": "2026-09-02", "last": "2026-09-01"}):
            assert client.get(url, query).status_code == 400
        assert client.get(url, {"first": "2000-01-01", "last": "2090-01-01"}).status_code == 400

    def test_a_new_version_is_made_by_those_who_may(self, client, school, manager):
        version = make_version_for(school)
        url = f"/api/v1/calendars/{version.calendar_id}/versions/"
        wanted = {"document": OPEN_8_TO_4, "reason": "no more dates"}

        for person, status in (
            (manager, 201),
            (make_person("technician", school), 403),
            (make_person("requester", school), 404),
            (make_person("service_level_manager", make_school()), 404),
        ):
            client.force_login(person)
            assert client.post(url, wanted, content_type="application/json").status_code == status
        assert (current_version(school).number, current_version(school).made_by) == (2, manager)

    def test_a_wrong_document_and_an_unknown_field_are_refused_in_sentences(self, client, school, manager):
        version = make_version_for(school)
        client.force_login(manager)
        url = f"/api/v1/calendars/{version.calendar_id}/versions/"

        wrong = client.post(url, {"document": {"zone": "Nowhere"}}, content_type="application/json")
        unknown = client.post(url, {"document": OPEN_8_TO_4, "number": 9}, content_type="application/json")

        assert (wrong.status_code, unknown.status_code) == (400, 400)
        assert "no time zone" in str(wrong.json())
        assert "number" in unknown.json()["error"]["fields"]

    def test_agreements_come_with_their_targets(self, client, school, manager):
        version = make_promise(school)
        client.force_login(manager)

        found = client.get(f"/api/v1/agreements/{version.agreement_id}/").json()

        assert len(found["versions"][0]["targets"]) == 10
        client.force_login(make_person("requester", school))
        assert client.get(f"/api/v1/agreements/{version.agreement_id}/").status_code == 404
