"""How a thing leaves the school: by a move alone, with what became of its data; and back, when that was a mistake."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from assets import workflow
from assets.models import Asset, Disposal
from assets.paper.disposal import certificate_pdf
from servicedesk.errors import NotYours, Refused
from tests.assets.test_asset_pages import make_asset
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
TODAY = MONDAY_9AM.date()
WIPED = {"data": "wiped", "data_by": "Priya Shah", "data_on": TODAY, "data_method": "Overwritten twice"}


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


def dispose(asset, by, **facts):
    told = {"disposed_on": TODAY, "method": "recycled", "reason": "Dark picture", "data": "none_held"} | facts
    return workflow.dispose(asset, by=by, at=MONDAY_9AM, **told)


def test_what_is_disposed_of_keeps_its_last_page_and_its_history(school, priya):
    asset = dispose(make_asset(school), priya, to="Fellside Recycling", **WIPED)

    assert asset.state == Asset.State.DISPOSED
    assert (asset.disposal.to, asset.disposal.data_by, asset.disposal.recorded_by) == (
        "Fellside Recycling",
        "Priya Shah",
        priya,
    )
    assert asset.history.get(history_date=MONDAY_9AM).history_change_reason == "Dark picture"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"disposed_on": TODAY + timedelta(days=1)}, "disposed_on"),
        ({"data": "wiped", "data_on": TODAY}, "data_by"),
        ({"data": "wiped", "data_by": "Priya"}, "data_on"),
        ({"data": "wiped", "data_by": "Priya", "data_on": TODAY + timedelta(days=1)}, "data_on"),
        ({"proceeds": -1}, "proceeds"),
    ],
)
def test_a_disposal_that_is_not_told_is_refused(school, priya, said, field):
    with pytest.raises(ValidationError) as refused:
        dispose(asset := make_asset(school), priya, **said)

    assert field in refused.value.message_dict
    assert Asset.objects.get(pk=asset.pk).state == Asset.State.IN_USE


def test_a_thing_ends_once_and_not_while_somebody_has_it(school, priya):
    lent = make_asset(school, "T-1", state="on_loan")
    gone = dispose(make_asset(school, "T-2"), priya)

    for asset in (lent, gone):
        with pytest.raises(Refused):
            dispose(asset, priya)


def test_what_went_before_disposals_were_written_down_can_still_be_told_or_brought_back(school, priya):
    told, back = make_asset(school, "T-1", state="disposed"), make_asset(school, "T-2", state="disposed")

    assert dispose(told, priya).disposal.reason == "Dark picture"
    assert workflow.bring_back(back, by=priya, at=MONDAY_9AM, reason="It stood in the attic").state == "in_stock"


def test_a_thing_comes_back_with_a_reason_and_the_history_keeps_that_it_had_gone(school, priya):
    asset = workflow.bring_back(
        dispose(make_asset(school), priya), by=priya, at=MONDAY_9AM, reason="Wrong tag", state="in_use"
    )

    assert asset.state == "in_use" and not Disposal.objects.exists()
    ended = Disposal.history.latest()
    assert (ended.history_type, ended.history_user, ended.history_change_reason) == ("-", priya, "Wrong tag")
    for said in ({"reason": ""}, {"reason": "x" * 101}, {"reason": "x", "state": "on_loan"}):
        with pytest.raises(ValidationError):
            workflow.bring_back(dispose(make_asset(school, str(said)[:40]), priya), by=priya, at=MONDAY_9AM, **said)


def test_what_is_here_can_not_be_brought_back(school, priya):
    with pytest.raises(Refused):
        workflow.bring_back(make_asset(school), by=priya, at=MONDAY_9AM, reason="x")


def test_only_who_looks_after_the_register_ends_a_thing(school):
    for person in (make_person("service_desk", school), make_person("technician", make_school("Mill Lane"))):
        with pytest.raises(NotYours):
            dispose(make_asset(school, person.email), person)


@pytest.mark.parametrize("state", ["disposed", "on_loan"])
def test_no_form_and_no_program_chooses_an_end_or_a_loan(client, school, priya, state):
    asset = make_asset(school)
    client.force_login(priya)
    facts = {"tag": "PRJ-1", "name": "Projector", "type": asset.type_id, "state": state}

    page = client.post(f"/assets/{asset.pk}/change/", facts)
    answer = client.patch(f"/api/v1/assets/{asset.pk}/", {"state": state}, "application/json")

    assert page.status_code == 200 and "is not one of the available choices" in page.content.decode()
    assert answer.status_code == 400 and "state" in answer.json()["error"]["fields"]
    assert Asset.objects.get().state == "in_use"


def test_what_was_disposed_of_is_still_changed_but_not_its_state(client, school, priya):
    asset = dispose(make_asset(school), priya)
    client.force_login(priya)

    client.post(f"/assets/{asset.pk}/change/", {"tag": "PRJ-1", "name": "Old one", "type": asset.type_id})
    asset.refresh_from_db()

    assert (asset.name, asset.state) == ("Old one", "disposed")
    with pytest.raises(ValidationError):
        facts = {"tag": "PRJ-1", "name": "Old one", "type": asset.type}
        workflow.change_asset(asset, by=priya, at=MONDAY_9AM, state="in_use", **facts)


def test_page_and_program_end_a_thing_and_the_certificate_says_how(client, school, priya, tmp_path):
    asset = make_asset(school, "PRJ/1 ü", serial="SN-7")
    client.force_login(priya)
    told = {"method": "given", "reason": "Too dark", "to": "Fellside Hospice", "disposed_on": "2026-09-01"}
    wiped = {"data": "wiped", "data_by": "Sam Reid", "data_on": "2026-08-31"}

    page = client.post(f"/assets/{asset.pk}/dispose/", told | wiped)
    paper = client.get(f"/assets/{asset.pk}/certificate/")
    back = client.post(f"/api/v1/assets/{asset.pk}/bring_back/", {"reason": "Wrong tag"}, "application/json")
    again = client.post(f"/api/v1/assets/{asset.pk}/dispose/", told | wiped, "application/json")

    assert page.url == f"/assets/{asset.pk}/"
    (tmp_path / "it.pdf").write_bytes(paper.content)
    words = " ".join(PdfReader(tmp_path / "it.pdf").pages[0].extract_text().split())
    assert "Fellside Hospice" in words and "SN-7" in words and "Sam Reid" in words
    assert paper["Content-Disposition"] == 'attachment; filename="disposal-PRJ-1.pdf"'
    assert back.json()["state"] == "in_stock" and back.json()["disposal"] is None
    assert again.json()["disposal"]["to"] == "Fellside Hospice"


def test_no_certificate_without_a_disposal(client, school, priya):
    client.force_login(priya)

    assert client.get(f"/assets/{make_asset(school, state='disposed').pk}/certificate/").status_code == 404


def test_the_same_disposal_prints_the_same_paper(school, priya):
    disposal = dispose(make_asset(school, bought_on=date(2020, 9, 1), cost=400), priya).disposal

    assert certificate_pdf(disposal) == certificate_pdf(disposal)
