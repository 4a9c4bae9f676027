"""The register on its pages, help for everyone, and what is offered while somebody reports or works on a fault."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident
from problems.models import KnownError, KnownErrorUse
from servicedesk.models import Room
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_incident,
    make_known_error,
    make_major,
    make_person,
    make_school,
)

pytestmark = pytest.mark.django_db
HERE = "/problems/known-errors/"


@pytest.fixture
def tom(client, people):
    client.force_login(people.tom)
    return client


@pytest.fixture
def rachel(client, people):
    client.force_login(people.rachel)
    return client


@pytest.fixture
def published(school):
    """Offered to everyone who presses “No picture”."""
    known = make_known_error(school, audience="everyone", workaround="Turn it off.\nCount to ten.\nTurn it on.\nWait.")
    known.categories.add(make_category())
    return known


@pytest.fixture
def report(school):
    """What the report page sends for “No picture” in B12."""
    room = Room.objects.create(school=school, name="B12")
    facts = {"picked": "1", "school": school.pk, "room": room.pk, "category": make_category().pk}
    return facts | {"description": "", "lesson_stopped": "yes"}


def shown(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def listed(client, **asked):
    page = shown(client.get(HERE, asked))
    return [known.title for known in KnownError.objects.order_by("title") if f"{known.reference} {known.title}" in page]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Dark", "Everywhere", "Pink"]),
        ({"status": "everyone"}, ["Pink"]),
        ({"status": "technicians"}, ["Dark", "Everywhere"]),
        ({"status": "retired"}, ["Old"]),
        ({"status": "any"}, ["Dark", "Everywhere", "Old", "Pink"]),
        ({"owner": "me"}, ["Dark"]),
        ({"review": "due"}, ["Pink"]),
        ({"q": "turn it"}, ["Dark", "Everywhere", "Old", "Pink"]),
        ({"q": "nothing like it"}, []),
    ],
    ids=str,
)
def test_the_register_is_narrowed_by_its_address(tom, people, school, asked, found):
    later = timezone.localdate() + timedelta(days=9)
    make_known_error(school, title="Dark", owner=people.tom, review_on=later)
    make_known_error(school, title="Pink", audience="everyone", review_on=timezone.localdate())
    make_known_error(school, title="Old", retired_at=MONDAY_9AM)
    make_known_error(title="Everywhere", review_on=later)
    make_known_error(make_school(), title="Elsewhere")

    assert listed(tom, **asked) == found


@pytest.mark.parametrize("path", [HERE, "/help/", "/api/v1/known-errors/"])
def test_a_list_asks_as_often_however_long_it_is(tom, people, school, path):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            shown(tom.get(path))
        return len(asked)

    def write(number):
        for _ in range(number):
            make_known_error(school, owner=people.tom, audience="everyone").categories.add(make_category())

    write(2)
    few = queries()
    write(10)
    assert queries() == few


def test_one_is_written_changed_and_published_on_its_pages(client, people, school):
    client.force_login(people.martin)
    words = {"title": "Dark", "symptoms": "no picture", "workaround": "Turn it on.", "audience": "technicians"}
    day = timezone.localdate() + timedelta(days=30)
    answer = client.post(f"{HERE}write/", words | {"school": school.code, "review_on": day.isoformat()}, follow=True)
    known = KnownError.objects.get()
    assert f"{known.reference} stands in the register." in shown(answer)

    changed = words | {"title": "Dark screen", "owner": people.martin.pk, "fix": "none"}
    client.post(f"{HERE}{known.pk}/change/", changed)
    page = shown(client.post(f"{HERE}{known.pk}/publish/", follow=True))
    assert "Dark screen" in page and "Title, before: Dark" in page and "Published to everyone" in page


def test_an_empty_step_is_asked_for_again_with_everything_kept(tom, people, school):
    page = shown(tom.post(f"{HERE}write/", {"title": "Dark", "symptoms": "no picture", "workaround": ""}))

    assert 'value="Dark"' in page and "no picture" in page and not KnownError.objects.exists()


def test_everyone_reads_the_steps_and_nothing_of_the_desk(rachel, published, school):
    KnownError.objects.update(root_cause="The cleaner unplugs it")
    make_known_error(school, title="For technicians")
    page, entry = shown(rachel.get("/help/")), shown(rachel.get(f"/help/{published.pk}/"))

    assert published.title in page and "For technicians" not in page
    assert "<li>Count to ten.</li>" in entry and "cleaner" not in entry
    assert rachel.get(f"{HERE}{published.pk}/").status_code == 403


def test_nobody_of_another_school_reads_it(client, published):
    client.force_login(make_person("requester", make_school()))

    assert published.title not in shown(client.get("/help/"))
    assert client.get(f"/help/{published.pk}/").status_code == 404
    assert client.get(f"/api/v1/known-errors/{published.pk}/").status_code == 404


def test_pressing_the_picture_brings_one_fix_of_three_lines(rachel, published, report):
    part = shown(rachel.post("/report/advice/", report, HTTP_HX_REQUEST="true"))

    assert "Try this first" in part and "<li>Turn it on.</li>" in part and "<li>Wait.</li>" not in part
    assert "All 4 steps" in part and 'name="advised"' in part


def test_nothing_is_offered_where_nothing_fits(rachel, published, report):
    other = make_category("No sound")
    part = shown(rachel.post("/report/advice/", report | {"category": other.pk}, HTTP_HX_REQUEST="true"))

    assert part.strip() == '<input type="hidden" name="advised" value="yes" form="report">'


def test_without_script_it_is_offered_once_before_sending(rachel, published, report):
    page = shown(rachel.post("/report/", report))
    assert "Not sent yet." in page and "It works now" in page and not Incident.objects.exists()

    rachel.post("/report/", report | {"advised": "yes"})
    assert Incident.objects.count() == 1 and not KnownErrorUse.objects.exists()


def test_it_works_now_counts_saves_the_lesson_and_logs_nothing(rachel, published, report):
    page = shown(rachel.post(f"/help/{published.pk}/worked/", report, follow=True))

    use = KnownErrorUse.objects.get()
    assert use.helped and use.lesson_saved and use.incident is None
    assert "Nothing was reported" in page and "your lesson goes on" in page
    assert f"category={report['category']}" in page and not Incident.objects.exists()


def test_whether_a_lesson_was_stopped_may_be_said_afterwards(rachel, published, report):
    rachel.post(f"/help/{published.pk}/worked/", report | {"lesson_stopped": "no"})
    assert not KnownErrorUse.objects.get().lesson_saved

    page = shown(rachel.post(f"/help/{published.pk}/worked/", {"lesson": "yes"}, follow=True))
    assert KnownErrorUse.objects.get().lesson_saved and "your lesson goes on" in page


def test_what_did_not_help_goes_on_and_counts_on_the_record(rachel, published, report):
    rachel.post("/report/", report | {"advised": "yes", "tried": published.reference})

    use = KnownErrorUse.objects.get()
    assert not use.helped and use.incident == Incident.objects.get()


def test_it_is_offered_once_also_where_somebody_else_reported_first(rachel, people, published, report, log):
    log(category=make_category(), room=Room.objects.get(pk=report["room"]))
    tried = {"advised": "yes", "tried": published.reference}
    page = shown(rachel.post("/report/", report | tried))
    assert "Mine is different" in page and "It works now" not in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in tried.items())

    rachel.post("/report/", report | tried | {"different": "1"})
    assert KnownErrorUse.objects.get().incident.requester == people.rachel


def test_whoever_reports_it_all_the_same_is_not_sent_back(rachel, published, report):
    worked = shown(rachel.post(f"/help/{published.pk}/worked/", report, follow=True))
    assert f"/report/?advised=yes&amp;school={report['school']}" in worked
    assert 'name="advised" value="yes"' in shown(rachel.get("/report/", report | {"advised": "yes"}))


@pytest.mark.parametrize("tried", ["K999999", "K", "\0", "K" + "9" * 40, "K²"])
def test_a_strange_try_stands_in_nobodys_way(rachel, published, report, tried):
    rachel.post("/report/", report | {"advised": "yes", "tried": tried})

    assert Incident.objects.count() == 1 and not KnownErrorUse.objects.exists()


def test_while_the_whole_service_is_down_no_step_is_offered(rachel, published, report, school):
    make_major(school, category=make_category())
    assert "It works now" not in shown(rachel.post("/report/advice/", report, HTTP_HX_REQUEST="true"))


def test_the_desk_is_offered_it_on_the_phone_and_says_what_came_of_it(client, people, published, report):
    client.force_login(people.ines)
    call = {"requester": people.rachel.pk, "summary": "Dark again", "category": report["category"]}
    assert "Tried it with them?" in shown(client.post("/incidents/log/advice/", call, HTTP_HX_REQUEST="true"))

    client.post("/incidents/log/", call | {"channel": "phone", "tried": published.reference, "outcome": "yes"})
    use = KnownErrorUse.objects.get()
    assert use.helped and use.incident.requester == people.rachel


def test_beside_a_record_it_is_used_once_and_fills_in_the_workaround(tom, people, school, published):
    fault = make_incident(school, category=make_category())
    assert "Use it" in shown(tom.get(f"/incidents/{fault.pk}/"))

    said = {"incident": fault.pk, "helped": "yes"}
    page = shown(tom.post(f"{HERE}{published.pk}/use/", said, follow=True))
    assert "Count to ten." in page and "What fixed it?" in page
    tom.post(f"{HERE}{published.pk}/use/", said | {"helped": "no"})

    assert not KnownErrorUse.objects.get().helped
    assert "didn’t help here" in shown(tom.get(f"/incidents/{fault.pk}/"))


def test_beside_a_record_of_a_school_stands_nothing_of_another(tom, people, school):
    elsewhere = make_known_error(make_school(), title="Elsewhere")
    elsewhere.categories.add(make_category())
    fault = make_incident(school, category=make_category())

    assert "Elsewhere" not in shown(tom.get(f"/incidents/{fault.pk}/"))
