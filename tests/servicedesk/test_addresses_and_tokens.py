"""The keys to an account: its address, the links to a password, and the tokens of programs."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from servicedesk import letters, sign_in, workflow
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, PASSWORD, make_person

pytestmark = pytest.mark.django_db
NEW = "another long enough phrase"
EVIL = "evil@school.example"


@pytest.fixture
def teacher():
    return make_person(name="Rachel Okafor", email="rachel@school.example", password=PASSWORD)


@pytest.fixture
def ruth():
    return make_person("trust_administrator", everywhere=True, name="Ruth Penrose")


def gets_in(email):
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def ask_for_a_link(email):
    return Client().post(reverse("account_reset_password"), {"email": email})


def rename(person, by, email):
    facts = {"name": person.name, "email": email}
    return workflow.change_person(person, by=by, at=MONDAY_9AM, **facts)


def test_nobody_changes_their_own_address_on_a_page_of_the_sign_in_library(client, teacher):
    client.force_login(teacher)

    for act in ({"action_add": ""}, {"action_primary": ""}):
        assert client.post("/accounts/email/", {"email": EVIL} | act).status_code == 404
    teacher.refresh_from_db()

    assert teacher.email == "rachel@school.example"
    assert not EmailAddress.objects.filter(email=EVIL).exists()


def test_an_old_address_lets_nobody_in_and_gets_no_link(teacher, ruth):
    assert gets_in("rachel@school.example")  # the library notes the address
    EmailAddress.objects.get_or_create(user=teacher, email="rachel@school.example")

    rename(teacher, ruth, "rachel.webb@school.example")
    ask_for_a_link("rachel@school.example")

    assert not gets_in("rachel@school.example")
    assert gets_in("rachel.webb@school.example")
    assert not Letter.objects.exists()


def test_an_address_by_which_the_library_lets_somebody_in_is_not_free(teacher, ruth):
    EmailAddress.objects.create(user=teacher, email="other@school.example")

    with pytest.raises(ValidationError, match="Rachel Okafor"):
        rename(make_person(), ruth, "Other@school.example")
    assert rename(teacher, ruth, "other@school.example").email == "other@school.example"


def test_a_forgotten_password_is_a_letter_of_ours_and_waits_for_the_mail_server(teacher, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert ask_for_a_link("rachel@school.example").status_code == 302
    letter = Letter.objects.get()

    assert letter.to == teacher
    assert letter.body.startswith("Hello Rachel,")
    assert "/accounts/password/reset/key/" in letter.body
    assert letters.send_waiting(at=letter.written_at) == 0
    letter.refresh_from_db()
    assert letter.next_try_at > letter.written_at


def test_the_link_of_that_letter_leads_to_a_new_password(teacher):
    ask_for_a_link("rachel@school.example")
    link = next(word for word in Letter.objects.get().body.split() if "/reset/key/" in word)

    assert choose_password(link.partition("://")[2].partition("/")[2])
    teacher.refresh_from_db()
    assert teacher.check_password(NEW)


def test_an_address_that_is_nobodys_gets_no_mail_and_the_same_answer(teacher):
    known, unknown = ask_for_a_link("rachel@school.example"), ask_for_a_link("stranger@elsewhere.example")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Letter.objects.get().to == teacher
    assert not mail.outbox


def choose_password(path):
    client = Client()
    page = client.get(f"/{path.lstrip('/')}", follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW}).status_code == 302


def test_a_token_ends_when_the_password_is_chosen_anew(teacher):
    Token.objects.create(user=teacher)

    assert choose_password(sign_in.password_path(teacher))

    assert not Token.objects.exists()


def test_a_token_ends_when_the_password_is_changed(client, teacher):
    Token.objects.create(user=teacher)
    client.force_login(teacher)

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert not Token.objects.exists()


@pytest.mark.parametrize("act", [workflow.close_account, workflow.send_password_link])
def test_a_token_ends_when_an_administrator_steps_in(teacher, ruth, act):
    Token.objects.create(user=teacher)
    Token.objects.create(user=ruth)

    act(teacher, by=ruth, at=MONDAY_9AM)

    assert Token.objects.get().user == ruth


def test_whoever_has_a_token_sees_it_beside_their_sessions_and_ends_it(client, teacher, ruth):
    client.force_login(teacher)
    assert "A program acts as you" not in client.get("/accounts/sessions/").content.decode()
    Token.objects.create(user=teacher)
    Token.objects.create(user=ruth)
    assert "A program acts as you" in client.get("/accounts/sessions/").content.decode()

    assert client.post("/token/revoke/").url == "/accounts/sessions/"

    assert Token.objects.get().user == ruth


def test_what_is_done_to_a_person_is_remembered_with_who_and_when(teacher, ruth):
    rename(teacher, ruth, "rachel.webb@school.example")
    workflow.close_account(teacher, by=ruth, at=MONDAY_9AM)
    workflow.open_account(teacher, by=ruth, at=MONDAY_9AM)

    latest = list(teacher.history.order_by("-history_id")[:3])
    assert {(past.history_user, past.history_date) for past in latest} == {(ruth, MONDAY_9AM)}
