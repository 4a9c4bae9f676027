"""A saved question through its pages and by API: the same function, the same answer."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from reports.models import SavedQuestion
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def martin(client):
    """The manager of a school with a record, in the browser."""
    school = make_school()
    make_incident(school, at=MONDAY_9AM)
    person = make_person("service_level_manager", school)
    client.force_login(person)
    return person


def test_a_question_is_saved_shared_sent_and_deleted_by_its_pages(client, martin):
    words = {"measure": "incidents", "period": "last-month", "name": "Logged"}
    assert 'name="measure" value="incidents"' in client.get(reverse("reports:save_question"), words).content.decode()
    made = client.post(reverse("reports:save_question"), words)
    question = SavedQuestion.objects.get()

    assert made.url == question.get_absolute_url()
    for move, body in [
        ("share_question", {}),
        ("schedule_question", {"rhythm": "weekly", "readers": [martin.pk]}),
        ("unshare_question", {}),
    ]:
        assert client.get(reverse(f"reports:{move}", args=[question.pk])).status_code == 200
        assert client.post(reverse(f"reports:{move}", args=[question.pk]), body).status_code == 302
    page = client.get(reverse("reports:ask")).content.decode()
    assert "Logged" in page and "each school week" in page
    assert client.get(question.address).status_code == 200
    client.post(reverse("reports:delete_question", args=[question.pk]))
    assert not SavedQuestion.objects.exists()


@pytest.mark.parametrize("measure", ["9" * 30, "'", "", "\0"])
def test_a_question_that_makes_no_sense_is_not_saved_and_can_be_put_right(client, martin, measure):
    asked = {"measure": measure, "period": "last-month", "by": "month"}
    for ask in (client.get, client.post):
        answer = ask(reverse("reports:save_question"), asked | {"name": "Logged"})

        assert answer.status_code == 400
        page = answer.content.decode()
        assert "needs putting right" in page
        assert f"{reverse('reports:ask')}?{urlencode(asked).replace('&', '&amp;')}" in page
    assert not SavedQuestion.objects.exists()


def test_the_same_by_api(client, martin):
    asked = {"measure": ["incidents"], "from": "2026-09-01", "to": "2026-09-30", "by": "month"}
    made = client.post("/api/v1/questions/", {"name": "Logged", "asked": asked}, **JSON).json()
    url = f"/api/v1/questions/{made['id']}"

    assert client.get(f"{url}/answer/").json()[0]["value"] == 1
    assert client.post(f"{url}/share/", {}, **JSON).json()["status"] == "shared"
    assert client.post(f"{url}/schedule/", {"rhythm": "weekly", "readers": [martin.pk]}, **JSON).status_code == 400
    assert client.post(f"{url}/delete/", {}, **JSON).status_code == 200
    assert client.get(f"{url}/").status_code == 404
    for wrong in ({"measure": ["luck"]}, {"measure": "incidents", "colour": "red"}, {"measure": [1]}, {}):
        assert client.post("/api/v1/questions/", {"name": "X", "asked": wrong}, **JSON).status_code == 400
