"""What a log of another desk becomes here, the first time and again."""

import pytest
from django.utils import timezone

from incidents.imports.load import MOVE
from incidents.models import Channel, Incident, IncidentEntry, Status
from servicedesk.timeline import EntryKind
from tests.incidents.imports.log import ACTIVE, CLOSED, COLUMNS, NEW, event, text_of

pytestmark = pytest.mark.django_db


# --- What goes in


def test_the_last_row_in_the_file_says_how_an_incident_stands(desk):
    desk(NEW, ACTIVE, CLOSED)

    incident = Incident.objects.get()
    assert (incident.status, incident.source, incident.source_reference) == (Status.CLOSED, "servicenow", "INC1")
    assert (incident.channel, incident.outcome_met, incident.reopened) == (Channel.IMPORT, False, 1)
    assert (f"{incident.opened_on}", f"{incident.opened_at:%H:%M %Z}") == ("2016-02-29", "01:16 UTC")
    assert (incident.priority, incident.impact, incident.assignee.name) == (3, "department", "Resolver 3")
    assert incident.summary == "Category 5 · Subcategory 17"


def test_rows_of_one_incident_need_not_stand_together(desk):
    desk(NEW, event(number="INC2"), ACTIVE, event(number="INC2", incident_state="Active"), CLOSED)

    assert dict(Incident.objects.values_list("source_reference", "status")) == {"INC1": "closed", "INC2": "in_progress"}
    assert list(Incident.objects.get(source_reference="INC1").entries.values_list("text", flat=True)) == [
        "State New; priority 3 - Moderate.",
        "New → Active; passed to Group 4; assigned to Resolver 3.",
        "Active → Closed.",
    ]


def test_an_event_keeps_what_it_changed_and_who_did_it(desk):
    desk(NEW, event(sys_mod_count="1", sys_updated_by="Updated by 2", subcategory="?"))

    entry = IncidentEntry.objects.last()
    assert entry.data == {"sys_mod_count": "1", "sys_updated_by": "Updated by 2", "subcategory": None}
    assert (entry.kind, entry.move, entry.by.name) == (EntryKind.IMPORTED, MOVE, "Updated by 2")


def test_people_come_without_an_address_and_cannot_sign_in(desk):
    desk(NEW)

    caller = Incident.objects.get().requester
    assert (caller.name, caller.email, caller.is_active, caller.has_usable_password()) == (
        "Caller 7",
        None,
        False,
        False,
    )


def test_things_places_and_categories_are_found_or_made(desk):
    desk(event(cmdb_ci="ci 9", location="Location 3"), event(number="INC2", cmdb_ci="ci 9", location="Location 3"))

    first, second = Incident.objects.select_related("asset", "room", "category__service")
    assert first.asset == second.asset and first.asset.tag == "ci 9"
    assert first.room == second.room and first.room.name == "Location 3"
    assert (first.category.service.name, first.category.is_offered) == ("Imported", False)
    assert first.asset.history.count() == 1


@pytest.mark.parametrize(
    ("word", "status", "reason"),
    [
        ("Awaiting User Info", "waiting", "requester"),
        ("Awaiting Vendor", "waiting", "supplier"),
        ("Awaiting Problem", "waiting", ""),
        ("Resolved", "resolved", ""),
        ("-100", "in_progress", ""),
    ],
)
def test_states_become_ours_and_their_words_are_kept(desk, word, status, reason):
    desk(event(incident_state=word))

    incident = Incident.objects.get()
    assert (incident.status, incident.wait_reason, incident.facts["incident_state"]) == (status, reason, word)


def test_a_date_of_closing_of_a_ticket_that_is_open_is_kept_beside_it(desk):
    desk(event(incident_state="Active", closed_at="5/3/2016 12:00"))

    incident = Incident.objects.get()
    assert (incident.closed_at, incident.facts["closed_at"]) == (None, "5/3/2016 12:00")


def test_dates_are_read_in_the_zone_that_is_named(desk):
    desk(event(opened_at="1/7/2016 00:30"), options=["--zone", "Europe/London"])

    incident = Incident.objects.get()
    assert (f"{incident.opened_on}", f"{incident.opened_at:%d %H:%M}") == ("2016-07-01", "30 23:30")


def test_a_text_that_is_too_long_is_shortened_and_kept_whole(desk):
    long = "Category " + "x" * 300
    said = desk(event(category=long, cmdb_ci="c" * 80), event(number="INC2", category=f"{long}y"))

    first, second = Incident.objects.select_related("category", "asset")
    assert first.facts["category"] == long and len(first.category.name) == 100
    assert first.category != second.category
    assert len(first.asset.tag) == 60 and first.facts["cmdb_ci"] == "c" * 80
    assert "too long" in said


def test_control_characters_are_taken_out_and_counted(desk):
    said = desk(event(subcategory="Sub\x00cat\x07egory"))

    assert Incident.objects.get().facts["subcategory"] == "Subcategory"
    assert "1 rows had control characters" in said


@pytest.mark.parametrize(
    "name", ["a.b", "it's", "50 %", 'say "x"', "2016", "é ü", "a__b", "$[0]", "back\\slash", "x' OR '1'='1"]
)
def test_a_column_with_any_name_can_be_asked_for(desk, name):
    desk(content=text_of([*NEW, "this"], [*event(number="INC2"), "that"], header=[*COLUMNS, name]).encode())

    assert Incident.objects.with_fact(name, "this").get().source_reference == "INC1"


# --- The second time


def test_the_same_file_again_changes_nothing(desk):
    desk(NEW, ACTIVE, CLOSED)
    before = list(Incident.objects.values())

    said = desk(NEW, ACTIVE, CLOSED)

    assert "Incidents: 0 new, 0 with news, 1 already here." in said
    assert IncidentEntry.objects.count() == 3
    assert list(Incident.objects.values()) == before


def test_a_later_longer_export_adds_only_what_is_new(desk):
    desk(NEW, ACTIVE)

    said = desk(NEW, ACTIVE, CLOSED, event(number="INC2"))

    assert "Incidents: 1 new, 1 with news, 0 already here." in said
    assert "Events: 2 new, 2 already here." in said
    incident = Incident.objects.get(source_reference="INC1")
    assert (incident.status, incident.outcome_met, incident.entries.count()) == (Status.CLOSED, False, 3)


def test_an_event_whose_columns_were_filled_in_later_is_still_the_same_event(desk):
    desk(NEW, ACTIVE)
    later = [event(sys_mod_count="0", closed_at="5/3/2016 12:00"), [*ACTIVE[:-1], "5/3/2016 12:00"], CLOSED]

    desk(*later)
    desk(*later)

    assert IncidentEntry.objects.count() == 3
    assert Incident.objects.get().status == Status.CLOSED


def test_an_older_export_does_not_turn_a_ticket_back(desk):
    desk(NEW, ACTIVE, CLOSED)

    desk(NEW, ACTIVE)

    assert Incident.objects.get().status == Status.CLOSED
    assert IncidentEntry.objects.count() == 3


def test_only_the_new_events_may_come_too(desk):
    desk(NEW, ACTIVE)

    desk(CLOSED)

    assert Incident.objects.get().status == Status.CLOSED
    assert IncidentEntry.objects.count() == 3


def test_two_equal_rows_are_two_events(desk):
    desk(NEW, NEW, ACTIVE)
    assert IncidentEntry.objects.count() == 3

    desk(NEW, NEW, ACTIVE)
    assert IncidentEntry.objects.count() == 3

    desk(NEW, NEW, NEW, ACTIVE)
    assert IncidentEntry.objects.count() == 4


def test_a_ticket_worked_on_here_keeps_the_state_it_got_here(desk):
    desk(NEW, ACTIVE)
    incident = Incident.objects.get()
    IncidentEntry.objects.create(incident=incident, at=timezone.now(), kind=EntryKind.NOTE, text="Fetched it.")

    said = desk(NEW, ACTIVE, CLOSED)

    assert Incident.objects.get().status == Status.IN_PROGRESS
    assert incident.entries.count() == 4
    assert "1 were worked on here since" in said
