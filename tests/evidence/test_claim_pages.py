"""Two people write on one statement: nobody's words are lost by whoever saves last."""

import pytest
from django.urls import reverse

from evidence import workflow
from evidence.models import Claim
from servicedesk.errors import Refused
from tests.factories import MONDAY_9AM

MINE = "What I typed in the meantime."


@pytest.fixture
def opened(client, desk, claim):
    """The page of the claim as its writer opened it, before the head wrote something else."""
    client.force_login(desk.martin)
    seen = client.get(claim.get_absolute_url()).context["seen"]
    other = desk.other
    workflow.write(claim, commentary="Eight of ten are put right on the day.", by=other, at=MONDAY_9AM)
    return {"answer": "yes", "commentary": MINE, "seen": seen}


def test_a_save_made_on_an_older_version_is_refused_and_keeps_what_was_typed(client, claim, opened):
    answer = client.post(reverse("evidence:write", args=[claim.pk]), opened)

    assert answer.status_code == 409
    assert "Ruth Penrose changed this since you opened it" in answer.text
    assert MINE in answer.text and "Eight of ten are put right on the day." in answer.text
    assert Claim.objects.get().commentary == "Eight of ten are put right on the day."

    again = opened | {"seen": answer.context["seen"]}
    assert client.post(reverse("evidence:write", args=[claim.pk]), again).status_code == 302
    assert Claim.objects.get().commentary == MINE


def test_what_is_wrong_with_the_words_leaves_the_mark_of_what_was_opened(client, claim, opened):
    wrong = opened | {"review_on": "soon"}

    answer = client.post(reverse("evidence:write", args=[claim.pk]), wrong)

    assert answer.context["seen"] == opened["seen"]
    assert client.post(reverse("evidence:write", args=[claim.pk]), opened).status_code == 409


def test_who_began_at_the_same_time_sees_what_the_other_wrote_and_decides(client, desk, claim):
    client.force_login(desk.other)
    page = reverse("evidence:statement", args=["ictmark", "6b.2"])
    words = {"school": "HARROW", "year": "2026", "answer": "no", "commentary": MINE}

    answer = client.post(page, words)

    assert answer.status_code == 409
    assert MINE in answer.text and "Nine of ten are put right on the day." in answer.text
    assert answer.context["seen"] == workflow.mark_of(claim)


def test_a_program_says_what_it_read_and_is_refused_where_that_is_no_longer_so(client, desk, claim):
    client.force_login(desk.martin)
    address = f"/api/v1/claims/{claim.pk}/"
    mark = client.get(address).json()["mark"]
    workflow.sign(claim, by=desk.grace, at=MONDAY_9AM)

    said = {"commentary": "All of them.", "seen": mark}
    refused = client.post(f"{address}write/", said, content_type="application/json")
    mark = client.get(address).json()["mark"]
    taken = client.post(f"{address}write/", said | {"seen": mark}, content_type="application/json")

    assert (refused.status_code, taken.status_code) == (409, 200)
    assert "Grace Adeyemi changed this" in str(refused.json())


def test_without_a_mark_nothing_is_compared(desk, claim):
    workflow.write(claim, commentary="Eight.", by=desk.martin, at=MONDAY_9AM)
    assert workflow.write(claim, commentary="Nine.", by=desk.martin, at=MONDAY_9AM).commentary == "Nine."
    with pytest.raises(Refused, match="Martin Hale changed this"):
        workflow.write(claim, commentary="Ten.", seen="another", by=desk.martin, at=MONDAY_9AM)
