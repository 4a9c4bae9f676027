"""Who is signed in stays so only while they may: closed accounts, used links, old links, strange hosts and methods."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from servicedesk import sign_in
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
NEW = "another long enough phrase"


@pytest.fixture
def teacher():
    return make_person(password=PASSWORD)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def is_in(client):
    return client.get("/mine/").status_code == 200


def choose_password(person, path, password=NEW):
    """Follow the link of a letter in a fresh browser and choose a password: did it work?"""
    client = Client()
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    person.refresh_from_db()
    return person.check_password(password)


def test_a_session_ends_when_the_account_is_closed(teacher):
    client = signed_in(teacher)
    assert is_in(client)

    type(teacher).objects.filter(pk=teacher.pk).update(is_active=False)

    assert not is_in(client)


def test_every_session_ends_when_the_password_is_changed(teacher):
    client = signed_in(teacher)

    assert choose_password(teacher, sign_in.password_path(teacher))

    assert not is_in(client)


def test_a_link_for_a_password_works_once(teacher):
    path = sign_in.password_path(teacher)

    assert choose_password(teacher, path)
    assert not choose_password(teacher, path, "a third long enough phrase")


def test_a_link_for_a_password_works_for_a_day(teacher):
    now = timezone.now()
    path = sign_in.password_path(teacher)

    with time_machine.travel(now + timedelta(hours=25)):
        assert not choose_password(teacher, path)
    with time_machine.travel(now + timedelta(hours=23)):
        assert choose_password(teacher, path)


def test_a_link_for_a_password_opens_no_closed_account(teacher):
    path = sign_in.password_path(teacher)
    type(teacher).objects.filter(pk=teacher.pk).update(is_active=False)

    choose_password(teacher, path)

    client = Client()
    client.post("/accounts/login/", {"login": teacher.email, "password": NEW})
    assert not is_in(client)


def test_a_link_of_one_person_is_no_link_of_another(teacher):
    other = make_person(password=PASSWORD)
    mine, theirs = sign_in.password_path(teacher).split("/"), sign_in.password_path(other).split("/")
    key = mine[-2].split("-", 1)[1]
    path = "/".join([*theirs[:-2], f"{theirs[-2].split('-', 1)[0]}-{key}", ""])

    assert not choose_password(other, path)


@pytest.mark.parametrize("host", ["evil.example", "localhost:80@evil.example", "localhost/evil", "", "a" * 5000])
def test_a_strange_host_is_refused(teacher, host):
    assert signed_in(teacher).get("/mine/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS"])
def test_a_strange_method_changes_nothing(teacher, method):
    client = signed_in(teacher)

    for path in ("/", "/mine/", "/report/", "/queue/", "/api/v1/me/", "/healthz"):
        assert client.generic(method, path, "is_superuser=1").status_code < 500
    teacher.refresh_from_db()
    assert not teacher.is_superuser


def test_a_method_is_what_it_is_whatever_a_header_says(teacher):
    client = signed_in(teacher)

    answer = client.get("/api/v1/incidents/", headers={"X-HTTP-Method-Override": "POST"})

    assert answer.status_code == 200
