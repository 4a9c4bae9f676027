"""Who may speak: tokens, sessions, and what is said to those who may not."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.api.conftest import url
from tests.factories import PASSWORD, make_person, make_school

pytestmark = pytest.mark.django_db
WRONG = "This e-mail address and password don’t fit together, or the account is closed."


@pytest.fixture
def teacher():
    return make_person("requester", make_school(code="HB"), email="moss@school.example", password=PASSWORD)


def sign_in(**facts):
    return APIClient().post(url("token"), {"email": "moss@school.example", "password": PASSWORD} | facts)


def test_a_password_is_exchanged_for_a_token_that_speaks_for_its_owner(teacher):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {sign_in(email='Moss@School.example').data['token']}")

    me = client.get(url("me")).data

    assert me["email"] == "moss@school.example"
    assert me["roles"] == [{"school": "HB", "role": "requester"}]
    assert me["rights"] == [{"permission": "incidents.log", "schools": ["HB"]}]


def test_a_revoked_token_is_worth_nothing(teacher):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {sign_in().data['token']}")

    assert client.delete(url("token")).status_code == 204
    assert client.get(url("me")).status_code == 401
    assert not Token.objects.exists()


def test_an_unknown_address_a_wrong_password_and_a_closed_account_get_the_same_answer(teacher):
    answers = [sign_in(email="nobody@school.example"), sign_in(password="wrong")]
    teacher.is_active = False
    teacher.save()
    answers.append(sign_in())

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.data["error"]["message"] for answer in answers} == {WRONG}


def test_a_token_of_a_closed_account_is_refused(teacher):
    token = sign_in().data["token"]
    teacher.is_active = False
    teacher.save()

    assert APIClient().get(url("me"), headers={"Authorization": f"Token {token}"}).status_code == 401


def test_an_old_token_does_not_stand_in_the_way_of_signing_in(teacher):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token worthless")

    assert client.post(url("token"), {"email": teacher.email, "password": PASSWORD}).status_code == 200


def test_guessing_is_slowed_down(teacher):
    answers = [sign_in(password=f"guess {n}") for n in range(11)]

    assert answers[-1].status_code == 429
    assert answers[-1].data["error"]["code"] == "throttled"


def test_a_second_factor_is_asked_for_here_too(teacher):
    secret = generate_totp_secret()
    TOTP.activate(teacher, secret)

    assert sign_in().status_code == 401
    assert sign_in(code="000000x").status_code == 401
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert sign_in(code=code).status_code == 200


def test_without_signing_in_nothing_is_told():
    answer = APIClient().get(url("incidents"))

    assert answer.status_code == 401
    assert answer.data["error"]["code"] == "not_authenticated"


def test_a_session_works_too_but_changes_nothing_without_its_csrf_token(teacher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher)
    body = {"data": '{"summary": "No picture"}', "content_type": "application/json"}

    assert client.get(url("me")).status_code == 200
    refused = client.post(url("incidents"), **body)
    assert refused.status_code == 403
    assert refused.json()["error"]["message"].startswith("CSRF")

    client.get("/accounts/login/?next=/")
    client.cookies["csrftoken"] = "a" * 32
    assert client.post(url("incidents"), **body, headers={"X-CSRFToken": "a" * 32}).status_code == 201
