"""Agreements on their pages: by kind, as a draft, before they are put in force, and on paper."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from servicedesk.models import Team
from sla import agreement_workflow as workflow
from sla import clocks
from sla.agreements import promise_for
from sla.models import Agreement, AgreementVersion, Reevaluation
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
State = AgreementVersion.State


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def version(school):
    return make_promise(school)


@pytest.fixture
def manager(client, school):
    person = make_person("service_level_manager", school, name="Martin Hale")
    client.force_login(person)
    return person


@pytest.fixture
def draft(version, manager):
    return workflow.draft(version.agreement, by=manager, at=timezone.now())


def filled(form, **other):
    """What the browser would send back of a form, with some of it typed anew."""
    said = {bound.html_name: bound.value() for bound in form}
    for bound in form:
        if bound.widget_type == "select" and said[bound.html_name] is None:
            said[bound.html_name] = next(iter(bound.field.choices))[0]
    said = {name: value for name, value in said.items() if value not in (None, False)}
    return said | other


def test_agreements_are_listed_by_kind(client, version, manager, school):
    Agreement.objects.create(
        kind="ola", school=school, name="Wires", team=Team.objects.create(school=school, name="Network team")
    )
    Agreement.objects.create(kind="contract", school=school, name="Copiers", supplier="Fellside")

    page = client.get("/agreements/").content.decode()

    assert page.index("With schools") < page.index("Between teams") < page.index("With suppliers")
    assert "Network team" in page and "Fellside" in page


def test_a_reader_sees_no_way_to_change_it(client, version, school):
    client.force_login(make_person("senior_leader", school))

    page = client.get(f"/agreements/{version.agreement_id}/").content.decode()

    assert "Draft the next version" not in page
    assert "Print it" in page


def test_a_new_agreement_begins_as_a_draft(client, manager, school, version):
    said = {"kind": "contract", "school": school.pk, "name": "Copiers", "supplier": "Fellside"}

    answer = client.post("/agreements/add/", said)

    made = Agreement.objects.get(kind="contract")
    assert answer.url == f"/agreements/versions/{made.versions.get().pk}/edit/"
    again = client.post("/agreements/add/", said | {"kind": "sla", "supplier": ""})
    assert "has a service level agreement already" in again.content.decode()


def test_a_target_typed_in_hours_is_kept_and_the_preview_says_what_changes(client, draft):
    address = f"/agreements/versions/{draft.pk}/edit/"
    form = client.get(address).context["form"]
    assert form["resolution-3"].value() == 8 and form["resolution-3-unit"].value() == "hours"

    answer = client.post(address, filled(form, **{"resolution-3": "2.5", "onward": "1"}))
    page = client.get(answer.url).content.decode()

    assert draft.targets.get(kind="resolution", priority=3).amount == 150
    assert "P3 fixed within" in page
    assert "8 hours, in 90 of 100 cases" in page and "2 hours 30 minutes, in 90 of 100 cases" in page


def test_nothing_typed_is_lost_when_something_is_wrong(client, draft):
    address = f"/agreements/versions/{draft.pk}/edit/"
    form = client.get(address).context["form"]

    page = client.post(address, filled(form, **{"resolution-3": "0", "duties": "Keep the room open."}))

    said = page.content.decode()
    assert "A target of 0 can’t be met" in said and "Keep the room open." in said
    assert draft.targets.get(kind="resolution", priority=3).amount == 480


def test_steps_are_added_and_taken_out_in_the_same_form(client, draft):
    draft.steps.create(kind="resolution", percent=50)
    address = f"/agreements/versions/{draft.pk}/edit/"
    form = client.get(address).context["form"]
    new = {"step-1-moment": "30", "step-1-measure": "before", "step-1-kind": "response", "step-1-owner": "on"}

    client.post(address, filled(form, **new, **{"step-0-gone": "on"}))

    step = draft.steps.get()
    assert (step.kind, step.percent, step.minutes_before, step.tell_owner) == ("response", None, 30, True)


def test_in_the_trusts_agreement_a_team_that_each_school_has_is_one_choice(client):
    boss = make_person("trust_administrator", everywhere=True)
    client.force_login(boss)
    draft = workflow.draft(make_promise().agreement, by=boss, at=timezone.now())
    teams = [Team.objects.create(school=make_school(f"School {n}"), name="Site team") for n in range(3)]
    draft.steps.create(kind="resolution", percent=50, pass_to=teams[2])
    form = client.get(f"/agreements/versions/{draft.pk}/edit/").context["form"]

    assert [label for _, label in form["step-0-team"].field.choices] == ["No other team", "Site team of the school"]
    client.post(f"/agreements/versions/{draft.pk}/edit/", filled(form, duties="Lock up."))

    draft.refresh_from_db()
    assert draft.duties == "Lock up." and draft.steps.get().pass_to.name == "Site team"


def test_two_who_write_at_once_are_told(client, draft, manager):
    address = f"/agreements/versions/{draft.pk}/edit/"
    form = client.get(address).context["form"]
    workflow.change_draft(draft, by=manager, at=timezone.now(), exclusions="Phones.")

    page = client.post(address, filled(form, duties="Shout.")).content.decode()

    assert "Somebody changed this draft since you opened it." in page and "Shout." in page


def test_it_is_put_in_force_with_a_reason_and_open_clocks_follow_if_wanted(client, draft, school):
    now = timezone.now()
    clocks.start("resolution", school=school, promise=promise_for(school), priority=3, at=now - timedelta(minutes=5))
    draft.targets.filter(kind="resolution", priority=3).update(amount=240)
    address = f"/agreements/versions/{draft.pk}/in-force/"

    page = client.get(address)
    assert "1 open clock moves" in page.content.decode()
    assert "Say why" not in page.content.decode()
    seen = page.context["form"]["seen"].value()
    answer = client.post(address, {"reason": "Governors", "also_open": "yes", "seen": seen})

    act = Reevaluation.objects.get()
    assert answer.url == f"/calendars/changes/{act.pk}/"
    assert (act.done, act.moved) == (1, 1) and act.finished_at
    assert AgreementVersion.objects.get(pk=draft.pk).state == State.IN_FORCE
    assert client.get(f"/agreements/versions/{draft.pk}/edit/").status_code == 409


def test_what_is_missing_is_said_before_anybody_tries(client, draft):
    draft.targets.filter(priority=2).delete()

    page = client.get(f"/agreements/versions/{draft.pk}/in-force/").content.decode()

    assert "No time to fix is given for P2." in page
    assert "Put it in force</button>" not in page


def test_a_signature_stands_on_the_page(client, version, manager):
    said = {"name": "Ms Kessler", "position": "Head teacher", "signed_on": "2026-09-01"}

    answer = client.post(f"/agreements/versions/{version.pk}/sign/", said, follow=True)

    assert "Ms Kessler" in answer.content.decode()


def test_an_empty_signature_is_asked_for_again(client, version, manager):
    assert "need putting right" in client.post(f"/agreements/versions/{version.pk}/sign/").content.decode()


def test_what_cannot_be_held_up_is_shown(client, version, manager, school):
    firm = Agreement.objects.create(kind="contract", school=school, name="Copiers", supplier="Fellside")
    below = firm.versions.create(number=1, state=State.IN_FORCE, in_force_from=MONDAY_9AM)
    for priority, amount in ((1, 360), (2, 300), (3, 480), (4, 1440)):
        below.targets.create(kind="resolution", priority=priority, amount=amount)

    page = client.get("/agreements/underpinning/").content.decode()

    assert "P2: the school is promised 4 hours, and this allows 5 hours." in page
    assert "P5: the school is promised 48 hours, and this says nothing." in page
    assert "P1:" not in page


def test_the_paper_is_tagged_and_says_what_the_page_says(client, version, manager):
    version.exclusions = "#emph[Phones] of people’s own"  # never read as markup
    version.save()
    version.signatures.create(name="Ms Kessler", position="Head teacher", signed_on="2026-09-01")

    answer = client.get(f"/agreements/versions/{version.pk}/agreement.pdf")

    paper = PdfReader(BytesIO(answer.content))
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for said in (
        "ICT support",
        "30 minutes",
        "6 hours",
        "Ms Kessler",
        "#emph[Phones] of people’s own",
        "Monday to Friday",
    ):
        assert said in words
    assert answer["Content-Type"] == "application/pdf"
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"].startswith("en")
    fonts = [font.get_object() for page in paper.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all(
        "/FontFile3" in font["/DescendantFonts"][0]["/FontDescriptor"]
        or "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
        for font in fonts
    )


def test_a_draft_on_paper_says_that_it_is_one(client, draft):
    answer = client.get(f"/agreements/versions/{draft.pk}/agreement.pdf")

    assert "This is a draft." in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_the_list_costs_the_same_for_one_agreement_and_for_many(client, django_assert_max_num_queries):
    for number in range(10):
        make_promise(make_school(f"School {number}"))
    client.force_login(make_person("service_level_manager", everywhere=True))

    with django_assert_max_num_queries(9):
        client.get("/agreements/")
