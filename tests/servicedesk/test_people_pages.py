"""Looking people up, adding them, and giving and taking roles: by whom, where, and by whom not."""

import re

import pytest
from django.core.exceptions import ValidationError

from servicedesk import workflow
from servicedesk.errors import NotYours
from servicedesk.models import Membership, Person
from servicedesk.roles import Permission
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db


class Office:
    """A school with an administrator of its own, beside another school."""

    def __init__(self):
        self.here, self.there = make_school("Harrow Beck"), make_school("Mill Lane")
        self.ruth = make_person("trust_administrator", self.here, name="Ruth Penrose")
        self.rachel = make_person("requester", self.here, name="Rachel Okafor")
        self.joe = make_person("requester", self.there, name="Joe Carver")


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def ruth(client, office):
    client.force_login(office.ruth)
    return client


def add(office, *, by=None, **facts):
    facts = {"name": "Sana Amin", "email": "sana@school.example", "roles": {office.here: {"requester"}}} | facts
    return workflow.add_person(by=by or office.ruth, at=MONDAY_9AM, **facts)


def test_the_list_holds_the_people_of_ones_own_schools(ruth, office):
    page = ruth.get("/people/").content.decode()

    assert "Rachel Okafor" in page
    assert "Joe Carver" not in page


def test_the_list_is_narrowed_by_words_role_and_account(ruth, office):
    make_person("technician", office.here, name="Tom Webb")
    make_person("requester", office.here, name="Gone Away", is_active=False)

    def names(**asked):
        return [person.name for person in ruth.get("/people/", asked).context["page"].rows]

    assert names(q="rach") == ["Rachel Okafor"]
    assert names(role="technician") == ["Tom Webb"]
    assert names(left="1") == ["Gone Away"]
    assert names(q="nobody\0") == []


def test_the_list_is_not_for_teachers(client, office):
    client.force_login(office.rachel)

    assert client.get("/people/").status_code == 403
    assert client.get("/people/add/").status_code == 403


def test_somebody_of_another_school_is_not_found(ruth, office):
    assert ruth.get(f"/people/{office.joe.pk}/").status_code == 404


def test_a_long_list_is_read_page_by_page_at_the_same_cost(ruth, office, django_assert_max_num_queries):
    for number in range(120):
        make_person("requester", office.here, name=f"Teacher {number:03}")

    with django_assert_max_num_queries(10):
        first = ruth.get("/people/")
    second = ruth.get("/people/", {"page": first.context["page"].next})

    assert [len(page.context["page"].rows) for page in (first, second)] == [50, 50]
    assert first.context["page"].rows[-1].name < second.context["page"].rows[0].name


def test_a_technician_looks_people_up_but_changes_nothing(client, office):
    client.force_login(make_person("technician", office.here))

    page = client.get(f"/people/{office.rachel.pk}/")
    assert "Requester, Harrow Beck" in page.content.decode()
    assert '<form class="form"' not in page.content.decode()
    client.post(f"/people/{office.rachel.pk}/", {"name": "Somebody Else", "email": "else@school.example"})
    assert client.post(f"/people/{office.rachel.pk}/close/").status_code == 403

    office.rachel.refresh_from_db()
    assert office.rachel.name == "Rachel Okafor"


def test_adding_somebody_gives_the_role_and_sends_the_way_in(ruth, office):
    said = {"name": "Sana Amin", "email": "Sana@School.example", str(office.here.pk): ["requester", "technician"]}

    assert ruth.post("/people/add/", said).status_code == 302

    sana = Person.objects.get(email="sana@school.example")
    assert sana.may(Permission.WORK, office.here)
    assert not sana.has_usable_password()
    assert "/accounts/password/reset/key/" in sana.letters.get().body


def test_the_way_in_lets_them_choose_a_password_once(client, office):
    sana = add(office)
    path = re.search(r"/accounts/password/reset/key/\S+", sana.letters.get().body).group()

    form = client.get(path, follow=True)
    new = {"password1": "seven green bicycles", "password2": "seven green bicycles"}
    client.post(form.redirect_chain[-1][0], new)

    sana.refresh_from_db()
    assert sana.check_password("seven green bicycles")
    assert "This link no longer works" in client.get(path, follow=True).content.decode()


def test_somebody_without_a_role_is_not_added(office):
    with pytest.raises(ValidationError):
        add(office, roles={office.here: set()})


@pytest.mark.parametrize("email", ["rachel@school.example", "RACHEL@school.example"])
def test_an_address_belongs_to_one_person(office, email):
    Person.objects.filter(pk=office.rachel.pk).update(email="rachel@school.example")

    with pytest.raises(ValidationError, match="Rachel Okafor"):
        add(office, email=email)


def test_an_address_of_another_school_is_refused_without_saying_whose_it_is(office):
    Person.objects.filter(pk=office.joe.pk).update(email="joe@school.example")

    with pytest.raises(ValidationError) as refused:
        add(office, email="joe@school.example")
    assert "Joe" not in str(refused.value)


def test_roles_are_given_only_where_one_manages_people(office):
    for elsewhere in (office.there, None):
        with pytest.raises(NotYours):
            add(office, roles={office.here: {"requester"}, elsewhere: {"technician"}})
    assert not Person.objects.filter(email="sana@school.example").exists()


def test_a_form_can_not_smuggle_in_a_role_elsewhere(ruth, office):
    said = {"name": "Rachel Okafor", "email": office.rachel.email, str(office.here.pk): ["requester"]}
    smuggled = {str(office.there.pk): ["technician"], "everywhere": ["trust_administrator"], "is_superuser": "on"}

    ruth.post(f"/people/{office.rachel.pk}/", said | smuggled)

    office.rachel = Person.objects.get(pk=office.rachel.pk)
    assert not office.rachel.is_superuser
    assert [hat.role for hat in office.rachel.memberships.all()] == ["requester"]


def test_roles_are_changed_on_the_persons_page_and_the_history_says_by_whom(ruth, office):
    said = {"name": "Rachel Okafor", "email": office.rachel.email, str(office.here.pk): ["technician"]}

    assert ruth.post(f"/people/{office.rachel.pk}/", said).status_code == 302

    assert [hat.role for hat in office.rachel.memberships.all()] == ["technician"]
    taken = Membership.history.filter(person=office.rachel, history_type="-").get()
    assert taken.history_user == office.ruth


def test_roles_at_other_schools_stay(office):
    Membership.objects.create(person=office.rachel, school=office.there, role="technician")

    workflow.change_roles(office.rachel, by=office.ruth, at=MONDAY_9AM, roles={office.here: set()})

    assert [hat.school for hat in office.rachel.memberships.all()] == [office.there]


def test_nobody_takes_away_their_own_last_right(office):
    with pytest.raises(ValidationError):
        workflow.change_roles(office.ruth, by=office.ruth, at=MONDAY_9AM, roles={office.here: {"requester"}})

    assert Person.objects.get(pk=office.ruth.pk).may(Permission.MANAGE_PEOPLE, office.here)


@pytest.mark.parametrize("act", [workflow.close_account, workflow.send_password_link])
def test_an_account_shared_with_another_school_is_decided_by_the_trust(office, act):
    Membership.objects.create(person=office.rachel, school=office.there, role="requester")

    with pytest.raises(NotYours):
        act(office.rachel, by=office.ruth, at=MONDAY_9AM)
    with pytest.raises(NotYours):
        workflow.change_person(office.rachel, by=office.ruth, at=MONDAY_9AM, name="R", email="mine@school.example")


def test_an_account_with_every_right_is_out_of_reach(office):
    root = make_person("requester", office.here, is_superuser=True)

    with pytest.raises(NotYours):
        workflow.change_roles(root, by=office.ruth, at=MONDAY_9AM, roles={office.here: set()})
    with pytest.raises(NotYours):
        workflow.send_password_link(root, by=office.ruth, at=MONDAY_9AM)


def test_who_leaves_can_not_sign_in_and_who_comes_back_can(ruth, office, client):
    ruth.post(f"/people/{office.rachel.pk}/close/")
    office.rachel.refresh_from_db()
    assert not office.rachel.is_active

    ruth.post(f"/people/{office.rachel.pk}/open/")
    office.rachel.refresh_from_db()
    assert office.rachel.is_active


def test_nobody_closes_their_own_account(ruth, office):
    ruth.post(f"/people/{office.ruth.pk}/close/")

    office.ruth.refresh_from_db()
    assert office.ruth.is_active
