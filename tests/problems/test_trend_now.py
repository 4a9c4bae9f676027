"""Several people report one thing within the hour: accepted, it is declared a major incident with all of them in it."""

import pytest

from incidents.models import Incident
from tests.factories import make_trend

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports(log):
    return [log(f"No internet in B{n}", minutes=n) for n in range(4)]


@pytest.fixture
def tom(client, people):
    client.force_login(people.tom)
    return client


def part_of(reports):
    return dict(Incident.objects.filter(pk__in=[report.pk for report in reports]).values_list("pk", "parent"))


def test_accepting_leads_to_declaring_with_the_others_ticked(school, reports, tom):
    trend = make_trend(school, kind="now", incidents=reports)

    page = tom.post(f"{trend.get_absolute_url()}accept_trend/", {}, follow=True)

    assert page.redirect_chain[0][0].startswith(f"/incidents/{reports[0].pk}/declare_major/")
    shown = page.context["form"]["parts"]
    assert [box.data["value"] for box in shown if box.data["selected"]] == [report.pk for report in reports[1:]]
    assert "No internet in B3" in page.content.decode()


def test_those_that_stay_ticked_go_under_it_in_the_same_act(school, reports, people, tom):
    make_trend(
        school, kind="now", incidents=reports, state="accepted", decided_by=people.tom, decided_at=reports[0].opened_at
    )
    first, second, third, fourth = (report.pk for report in reports)

    answer = tom.post(
        f"/incidents/{first}/declare_major/",
        {"title": "No internet", "lead": people.tom.pk, "parts": [second, fourth]},
    )

    assert answer.status_code == 302
    assert part_of(reports) == {first: None, second: first, third: None, fourth: first}


@pytest.mark.parametrize("facts", [{"kind": "now", "state": "passed"}, {"kind": "similar"}], ids=["over", "no burst"])
def test_only_what_comes_right_now_is_offered(school, reports, tom, facts):
    make_trend(school, incidents=reports, **facts)

    page = tom.get(f"/incidents/{reports[0].pk}/declare_major/")

    assert "parts" not in page.context["form"].fields


def test_a_record_that_was_not_offered_is_refused(school, log, reports, people, tom):
    make_trend(school, kind="now", incidents=reports)
    other = log("No sound")

    answer = tom.post(
        f"/incidents/{reports[0].pk}/declare_major/",
        {"title": "No internet", "lead": people.tom.pk, "parts": [other.pk, 10**30]},
    )

    assert answer.status_code == 200 and "parts" in answer.context["form"].errors
    assert not Incident.objects.filter(major__isnull=False).exists()


def test_a_program_names_the_parts_itself(reports, people, tom):
    first, *others = (report.pk for report in reports)
    said = {"title": "No internet", "lead": people.tom.pk, "parts": others}

    answer = tom.post(f"/api/v1/incidents/{first}/declare_major/", said, content_type="application/json")

    assert answer.status_code == 200, answer.content
    assert set(part_of(reports).values()) == {None, first}
