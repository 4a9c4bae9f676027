"""What came at once with a record goes under it in the same act when it is declared a major incident."""

import pytest
from django.core.exceptions import ValidationError

from incidents import workflow
from incidents.forms_major import DeclareForm
from incidents.models import MajorIncident
from tests.factories import MONDAY_9AM, make_incident, make_school
from tests.incidents.major.down import DownDesk, fresh, templates

pytestmark = pytest.mark.django_db


@pytest.fixture
def down():
    return DownDesk()


def test_its_parts_are_put_under_it_and_each_is_told_once(down):
    gwens, amirs = down.log(down.gwen), down.log(down.amir)

    incident = down.declare(parts=[gwens, amirs])

    assert [fresh(part).parent for part in (gwens, amirs)] == [incident, incident]
    assert [entry.move for entry in incident.entries.all()] == ["log", "declare_major", "got_part", "got_part"]
    assert templates(down.gwen) == ["logged", "joined"]


def test_what_was_fixed_or_put_elsewhere_meanwhile_stays_where_it_is(down):
    other = down.declare(down.log(down.ella))
    part = down.join(down.log(down.gwen), other)
    fixed = workflow.resolve(down.log(down.amir), by=down.tom, at=MONDAY_9AM, resolution="New cable.")

    down.declare(parts=[part, fixed, other])

    assert [fresh(each).parent for each in (part, fixed, other)] == [other, None, None]


def test_a_record_of_another_school_is_no_part_and_nothing_is_declared(down):
    elsewhere = make_incident(make_school(code="MLP", name="Millpond"))
    down.priya.memberships.create(school=elsewhere.school, role="technician")

    with pytest.raises(ValidationError, match="same school"):
        down.declare(parts=[elsewhere])

    assert not MajorIncident.objects.exists()


def test_where_nothing_came_at_once_the_page_does_not_ask(down):
    form = DeclareForm(incident=down.log(down.rachel), by=down.priya, at=MONDAY_9AM)

    assert "parts" not in form.fields
