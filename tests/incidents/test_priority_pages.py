"""The priority table: read by those who read agreements, changed by those who edit them."""

import pytest

from incidents import promises
from incidents.models import PriorityRule
from incidents.priority import Impact, Urgency
from incidents.priority_table import judge, set_table, table_of
from servicedesk.errors import NotYours, Refused
from sla.models import AgreementVersion
from tests.factories import MONDAY_9AM, make_agreement_version, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
STOPPED = (Impact.PERSON, Urgency.NOW)


def test_the_table_is_shown_to_who_may_read_agreements(client):
    school = make_school("Harrow Beck")
    make_agreement_version(school)
    client.force_login(make_person("senior_leader", school))

    page = client.get("/priorities/").content.decode()

    assert "Harrow Beck" in page
    assert "/priorities/" in page
    assert ">Change<" not in page


def test_a_teacher_is_told_that_it_is_not_for_them(client):
    client.force_login(make_person("requester"))

    assert client.get("/priorities/").status_code == 403


def test_another_schools_table_is_not_found(client):
    theirs = make_agreement_version(make_school("Mill Lane"))
    client.force_login(make_person("service_level_manager", make_school()))

    assert client.get(f"/priorities/{theirs.pk}/").status_code == 404


def test_a_leader_reads_but_does_not_change_it(client):
    version = make_agreement_version(school := make_school())
    client.force_login(make_person("senior_leader", school))

    assert client.get(f"/priorities/{version.pk}/").status_code == 403


def test_one_cell_changed_on_the_page_is_what_the_next_record_goes_by(client):
    school = make_school()
    version = make_promise(school)
    client.force_login(make_person("service_level_manager", school))
    form = client.get(f"/priorities/{version.pk}/").context["form"]
    said = {name: field.initial for name, field in form.fields.items()} | {"person-now": 1}

    assert client.post(f"/priorities/{version.pk}/", said).status_code == 302

    promise = promises.promise_for(school)
    assert judge(school, *STOPPED, promise=promise, on=MONDAY_9AM.date()).priority == 1
    assert PriorityRule.objects.filter(version=version).count() == 16


def test_the_history_keeps_who_changed_a_cell():
    version = make_agreement_version(school := make_school())
    manager = make_person("service_level_manager", school)

    set_table(version, by=manager, at=MONDAY_9AM, table=table_of(version) | {STOPPED: 1})

    change = PriorityRule.objects.get(impact="person", urgency="now").history.get()
    assert (change.history_user, change.history_date) == (manager, MONDAY_9AM)


def test_the_trusts_table_is_changed_only_by_who_edits_it_for_every_school():
    version = make_agreement_version()

    with pytest.raises(NotYours):
        set_table(version, by=make_person("service_level_manager"), at=MONDAY_9AM, table=table_of(version))

    everywhere = make_person("service_level_manager", everywhere=True)
    set_table(version, by=everywhere, at=MONDAY_9AM, table=table_of(version))


def test_what_is_no_longer_in_force_stays_as_it_was():
    version = make_agreement_version(school := make_school(), state=AgreementVersion.State.SUPERSEDED)

    with pytest.raises(Refused):
        set_table(version, by=make_person("service_level_manager", school), at=MONDAY_9AM, table=table_of(version))


def test_the_page_costs_the_same_for_one_agreement_and_for_many(client, django_assert_num_queries):
    client.force_login(make_person("service_level_manager", everywhere=True))
    for more in (2, 10):
        for number in range(more):
            make_promise(make_school(f"School {more} {number}"))

        with django_assert_num_queries(10):  # five of them are of every page: who reads, where, and what waits for them
            client.get("/priorities/")
