"""Who changed a person, and what it said before."""

import pytest
from django.contrib.auth.models import update_last_login

from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_changed_name_keeps_what_it_was_before():
    person = make_person(name="Rachel Moss")
    person.name = "Rachel Okafor"
    person.save()

    assert [row.name for row in person.history.all()] == ["Rachel Okafor", "Rachel Moss"]


def test_signing_in_is_no_change_and_no_password_is_kept():
    person = make_person()

    update_last_login(None, person)

    assert person.history.count() == 1
    assert not hasattr(person.history.get(), "password")
