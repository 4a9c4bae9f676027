"""The definitive software library: titles, and the master of each version."""

import pytest
from django.core.exceptions import ValidationError

from assets import workflow
from assets.models import Software
from servicedesk.errors import NotYours, Refused
from tests.factories import MONDAY_9AM, make_person

pytestmark = pytest.mark.django_db
NOW = MONDAY_9AM
SUM = "A1" * 32


@pytest.fixture
def tom():
    return make_person("technician")


@pytest.fixture
def drawing(tom):
    return workflow.add_software(by=tom, at=NOW, name=" Drawing  board ", publisher="A firm")


def accept(software, by, **facts):
    said = {"version": "4.1", "kept_at": "The safe"} | facts
    return workflow.accept_master(software, by=by, at=NOW, **said)


def test_a_title_is_written_down_once(drawing, tom):
    assert drawing.name == "Drawing board"
    with pytest.raises(ValidationError):
        workflow.add_software(by=tom, at=NOW, name="drawing BOARD", publisher="A Firm")
    assert workflow.change_software(drawing, by=tom, at=NOW, name="Drawing").history.count() == 2


def test_a_master_is_accepted_by_name_with_its_sum(drawing, tom):
    master = accept(drawing, tom, sha256=f" {SUM} ")

    assert (str(master), master.sha256, master.accepted_by) == ("Drawing board 4.1", SUM.lower(), tom)


@pytest.mark.parametrize(
    ("facts", "field"), [({"version": " "}, "version"), ({"kept_at": ""}, "kept_at"), ({"sha256": "abc"}, "sha256")]
)
def test_what_is_missing_of_a_master_is_said(drawing, tom, facts, field):
    with pytest.raises(ValidationError) as wrong:
        accept(drawing, tom, **facts)

    assert field in wrong.value.message_dict and not drawing.masters.exists()


def test_each_version_has_one_master(drawing, tom):
    accept(drawing, tom)
    with pytest.raises(ValidationError, match=r"There is a master of Drawing board 4\.1 already"):
        accept(drawing, tom)


def test_a_master_is_retired_and_brought_back(drawing, tom):
    master = workflow.retire_master(accept(drawing, tom), by=tom, at=NOW)
    with pytest.raises(Refused):
        workflow.retire_master(master, by=tom, at=NOW)
    assert workflow.bring_back_master(master, by=tom, at=NOW).retired_at is None
    with pytest.raises(Refused):
        workflow.bring_back_master(master, by=tom, at=NOW)


def test_who_keeps_no_register_accepts_no_master(drawing):
    with pytest.raises(NotYours):
        accept(drawing, make_person("service_desk"))
    assert not Software.objects.visible_to(make_person("requester")).exists()
