"""Signing in: guessing is slow for everyone, and nobody learns who exists."""

import pytest
from django.urls import reverse

from servicedesk.models import Person

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough phrase"


@pytest.fixture
def teacher():
    return Person.objects.create_user("ada@school.example", PASSWORD, name="Ada Reed")


def sign_in(client, email="ada@school.example", password=PASSWORD, **headers):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **headers)


def test_the_right_password_opens_the_desk(client, teacher):
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client, teacher):
    for _ in range(5):
        assert sign_in(client, password="wrong").status_code == 200

    sign_in(client)

    assert "_auth_user_id" not in client.session


def test_guessing_at_many_names_from_one_address_is_slowed(client, teacher):
    for number in range(10):
        sign_in(client, email=f"guess{number}@school.example", password="wrong")

    sign_in(client)

    assert "_auth_user_id" not in client.session


def test_a_header_that_names_another_address_does_not_dodge_the_throttle(client, teacher):
    for number in range(10):
        sign_in(client, email=f"guess{number}@school.example", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")

    sign_in(client, HTTP_X_FORWARDED_FOR="192.0.2.99")

    assert "_auth_user_id" not in client.session


def test_behind_our_own_proxy_only_what_it_wrote_counts(client, teacher, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        claimed = f"192.0.2.{number}, 198.51.100.7"  # the visitor's claim, then what the proxy saw
        sign_in(client, email=f"guess{number}@school.example", HTTP_X_FORWARDED_FOR=claimed)

    sign_in(client, HTTP_X_FORWARDED_FOR="192.0.2.99, 198.51.100.7")
    assert "_auth_user_id" not in client.session

    sign_in(client, HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert "_auth_user_id" in client.session


def test_an_unknown_name_and_a_wrong_password_get_the_same_words(client, teacher):
    unknown = sign_in(client, email="nobody@school.example", password="wrong").context["form"].non_field_errors()
    wrong = sign_in(client, password="wrong").context["form"].non_field_errors()

    assert unknown == wrong
    assert wrong


def test_signing_out_takes_a_form_not_a_link(client, teacher):
    client.force_login(teacher)

    client.get(reverse("account_logout"))

    assert "_auth_user_id" in client.session


def test_nobody_makes_their_own_account(client):
    client.post(reverse("account_signup"), {"email": "me@school.example", "password1": PASSWORD})

    assert not Person.objects.exists()


def test_the_second_step_says_what_is_wrong_with_a_code_in_the_words_of_its_field(client, teacher):
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()

    assert "<b>Six digits from the app</b> That code is wrong or too old." in page
