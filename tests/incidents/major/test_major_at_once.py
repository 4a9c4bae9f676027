"""Two people at the same moment: declared once, and nobody is left behind by the end."""

from datetime import timedelta

import pytest

from incidents import workflow
from incidents.models import Incident, MajorIncident, Status
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM
from tests.incidents.major.down import LATER
from tests.incidents.test_two_at_once import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_declare_it_and_one_is_told(down):
    incident = down.log(down.rachel)
    declared = {"at": LATER, "title": "No internet", "lead": down.tom}

    became = at_once(
        *(lambda who=who: workflow.declare_major(incident, by=who, **declared) for who in (down.priya, down.tom))
    )

    (refused,) = refusals(became)
    assert "is a major incident already" in str(refused)
    assert MajorIncident.objects.count() == 1


@pytest.mark.parametrize("first", ["the cause", "the part"])
def test_what_joins_while_it_is_fixed_is_fixed_with_it_or_told_so(down, first):
    """Whichever was logged first: neither waits for the other in a circle."""
    records = [down.log(down.rachel), down.log(down.gwen)]
    cause, part = records if first == "the cause" else reversed(records)
    down.declare(cause)

    became = at_once(
        lambda: workflow.join(part, by=down.priya, at=LATER, parent=cause),
        lambda: workflow.resolve(cause, by=down.tom, at=LATER, resolution="New cable."),
    )

    refused, part = refusals(became), Incident.objects.get(pk=part.pk)
    if refused:
        assert "is fixed already" in str(refused[0])
        assert (part.parent, part.status) == (None, Status.NEW)
    else:
        assert (part.parent_id, part.status) == (cause.pk, Status.RESOLVED)
    assert Incident.objects.get(pk=cause.pk).status == Status.RESOLVED


def test_two_fix_it_and_everybody_is_told_once(down):
    cause = down.declare()
    part = down.join(down.log(down.gwen), cause)

    became = at_once(
        lambda: workflow.resolve(cause, by=down.tom, at=LATER, resolution="New cable."),
        lambda: workflow.resolve(cause, by=down.priya, at=LATER, resolution="New cable."),
        lambda: workflow.note(part, by=down.priya, at=LATER, text="Looking."),
    )

    assert len(refusals(became)) == 1
    told = Letter.objects.filter(template="incidents/resolved_together")
    assert sorted(told.values_list("to__name", flat=True)) == ["Gwen Shaw", "Rachel Okafor"]


def test_news_and_the_end_come_one_after_the_other(down):
    cause = down.declare()
    down.join(down.log(down.gwen), cause)

    became = at_once(
        lambda: workflow.publish_update(cause, by=down.priya, at=LATER, text="Nearly."),
        lambda: workflow.resolve(cause, by=down.tom, at=LATER + timedelta(seconds=1), resolution="New cable."),
    )

    assert all("You can’t publish news about" in str(error) for error in refusals(became))
    assert MajorIncident.objects.get().stood_down_at > MONDAY_9AM
    assert MajorIncident.objects.get().next_update_at is None
