"""Another desk's changes come in with what they touched and which incidents they caused; nothing is made up."""

import csv
import gzip
import os
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from assets.models import Asset, AssetType
from changes.models import Change, ChangeImport, ChangeIncident
from changes.workflow import importing
from incidents.models import Incident
from tests.api.conftest import as_, url
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
DATA = Path(os.environ.get("CONFORMANCE_DATA", Path(__file__).resolve().parents[4] / "shared" / "data"))
LOG = DATA / "tickets" / "servicenow_incident_events_5000.csv.gz"
HEADER = "Number,Title,Kind,Planned start,Planned end,Made at,Outcome,Assets,Caused,Asked by"
ROW = "C1,New switch,Normal,2026-09-01 17:00,2026-09-01 19:00,2026-09-01 18:30,Backed out,SW-1,I1; I2,I3"


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="BECK")


@pytest.fixture
def boss(school):
    return make_person("service_level_manager", school, name="Ada Lund")


@pytest.fixture
def old(school):
    """What was brought in before: three incidents of the other desk, and a switch."""
    kind = AssetType.objects.create(name="Switch")
    Asset.objects.create(school=school, tag="SW-1", name="Switch", type=kind)
    for number in ("I1", "I2", "I3"):
        make_incident(school, source="old", source_reference=number)


@pytest.fixture
def bring(school, boss):
    def bring(*lines, mapping=""):
        content = "\n".join([*lines, ""]).encode()
        about = {"file_name": "a.csv", "content": content, "mapping": mapping}
        sent = importing.send_list(school=school, by=boss, at=MONDAY_9AM, **about)
        sent = importing.name_columns(sent, by=boss, at=MONDAY_9AM, columns=sent.columns, choices={})
        return importing.bring_in(sent, by=boss, at=MONDAY_9AM)

    return bring


def counts(sent):
    return sent.added, sent.changed, sent.same, sent.refused


def reasons(sent):
    return {row.line: row.reason for row in sent.refused_rows.all()}


def links():
    said = ChangeIncident.objects.values_list("change__source_key", "link", "incident__source_reference")
    return sorted(said)


def test_a_change_comes_in_with_its_times_its_outcome_its_things_and_its_links(bring, old, boss):
    assert counts(bring(HEADER, ROW)) == (1, 0, 0, 0)

    change = Change.objects.get()
    assert (change.title, change.kind, change.status, change.outcome) == (
        "New switch",
        "normal",
        "closed",
        "backed_out",
    )
    assert [f"{at:%H:%M}" for at in (change.starts_at, change.ends_at, change.made_at)] == ["16:00", "18:00", "17:30"]
    assert change.made_on.isoformat() == "2026-09-01"
    assert (change.source, change.source_key, change.recorded_by) == ("changes", "C1", boss)
    assert [asset.tag for asset in change.assets.all()] == ["SW-1"]
    assert links() == [("C1", "asked", "I3"), ("C1", "caused", "I1"), ("C1", "caused", "I2")]
    assert change.history.get().history_user == boss
    assert "C1" in change.entries.get().text


def test_the_same_file_again_changes_nothing(bring, old):
    bring(HEADER, ROW)

    assert counts(bring(HEADER, ROW)) == (0, 0, 1, 0)
    assert (Change.objects.count(), ChangeIncident.objects.count(), Change.history.count()) == (1, 3, 1)


def test_a_later_file_brings_a_change_up_to_date_but_not_what_people_put_right(bring, old):
    bring(HEADER, ROW)
    assert counts(bring(HEADER, ROW.replace("New switch", "Newer switch"))) == (0, 1, 0, 0)
    change = Change.objects.get()
    change.title = "Ours"
    change.save()

    assert counts(bring(HEADER, ROW.replace("New switch", "Theirs"))) == (0, 0, 1, 0)
    assert Change.objects.get().title == "Ours"


def test_an_empty_cell_changes_nothing(bring, old):
    bring(HEADER, ROW)

    assert counts(bring(HEADER, "C1,,,,,,,,,")) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ROW.replace("SW-1", "SW-9"), "There is nothing with the tag SW-9 in the register of BECK."),
        (ROW.replace("I1", "I9"), "The incident I9 isn’t here: bring in the incidents of changes first."),
        (ROW.replace("2026-09-01 18:30", "2099-01-01"), "Made at: this lies in the future."),
        (ROW.replace("2026-09-01 18:30", "soon"), "Made at: “soon” is no date that can be read."),
        (ROW.replace("17:00", "20:00"), "Its planned end comes before its planned start."),
        (ROW.replace("C1", ""), "Number: the number is missing."),
    ],
)
def test_a_row_that_can_t_go_in_is_refused_with_the_reason(bring, old, row, reason):
    sent = bring(HEADER, row)

    assert reasons(sent) == {2: reason}
    assert not Change.objects.exists()


def test_of_two_rows_with_one_number_both_are_refused(bring, old):
    assert counts(bring(HEADER, ROW, ROW)) == (0, 0, 0, 2)


def test_what_is_not_known_is_not_made_up_and_words_that_have_no_place_are_kept(bring):
    bring("Number,Title,Kind,Outcome,Service,Risk score", "C1,New switch,Normal,So-so,Telephony,7")

    change = Change.objects.get()
    assert (change.kind, change.outcome, change.made_at) == ("recorded", "", None)
    assert change.details == "Service: Telephony\nKind: Normal\nOutcome: So-so\nRisk score: 7"


def test_a_file_of_incidents_says_which_changes_caused_them(bring, old):
    sent = bring("number,caused_by,rfc", "I1,CHG1,?", "I2,CHG1,CHG2", "I3,?,?", mapping="servicenow-incidents")

    assert counts(sent) == (2, 0, 1, 0)
    assert links() == [("CHG1", "caused", "I1"), ("CHG1", "caused", "I2"), ("CHG2", "asked", "I2")]
    bring("number,short_description", "CHG1,New core switch", mapping="servicenow")
    assert Change.objects.get(source_key="CHG1").title == "New core switch"


def test_of_an_incident_s_events_the_last_counts(bring, old):
    bring("number,caused_by", "I1,CHG1", "I1,CHG2", mapping="servicenow-incidents")

    assert links() == [("CHG2", "caused", "I1")]


def test_a_change_of_another_school_is_not_taken_over(bring, old, school):
    mill = make_school("Mill Lane", code="MILL")
    person = make_person("technician", mill)
    facts = {"source": "changes", "source_key": "C1", "recorded_by": person, "recorded_at": MONDAY_9AM}
    Change.objects.create(school=mill, title="Theirs", **facts)

    assert reasons(bring(HEADER, ROW)) == {2: "C1 is a change of another school here."}


@pytest.mark.parametrize("header", ["Title,Outcome", "In a file of incidents: the incident’s number,Title"])
def test_a_file_without_numbers_is_not_brought_in(bring, header):
    with pytest.raises(ValidationError):
        bring(header, "a,b")


def test_which_changes_caused_three_or_more_incidents_can_be_asked(bring, old, school, client, boss):
    make_incident(school, source="old", source_reference="I4")
    bring("number,caused_by", *(f"I{n},CHG1" for n in (1, 2, 3)), "I4,CHG2", mapping="servicenow-incidents")
    client.force_login(boss)
    page = client.get(reverse("changes:list"), {"caused_at_least": 3}).content.decode()
    found = as_(boss).get(url("changes"), {"caused_at_least": 3}).data["results"]

    assert [(change["title"], change["caused_count"]) for change in found] == [("Change CHG1", 3)]
    assert "Caused 3 incidents" in page and "CHG2" not in page
    assert as_(boss).get(url("changes"), {"caused_at_least": 0}).status_code == 400
    assert as_(boss).get(url("changes"), {"caused_at_least": "9" * 40}).status_code == 400


def test_a_file_is_sent_looked_at_and_brought_in_on_the_pages(client, boss, old, school):
    client.force_login(boss)
    file = StringIO("\n".join([HEADER, ROW, ""]))
    file.name = "changes.csv"
    assert client.post(reverse("changes:imports"), {"school": school.pk, "file": file}).status_code == 302
    sent = ChangeImport.objects.get()
    look = client.post(reverse("changes:import-columns", args=[sent.pk]), sent.columns, follow=True)
    assert look.context["look"].counts["new"] == 1
    done = client.post(reverse("changes:import-bring-in", args=[sent.pk]), follow=True).content.decode()

    assert "1 new, 0 changed, 0 as they were, 0 refused" in done


def test_a_command_records_its_changes_in_nobody_s_name_who_can_sign_in(school, old, tmp_path, capsys):
    path = tmp_path / "changes.csv"
    path.write_text("\n".join([HEADER, ROW, ""]))
    call_command("import_changes", str(path), "--school", "BECK")

    assert "Read 1 rows: 1 new" in capsys.readouterr().out
    assert not Change.objects.get().recorded_by.is_active


@pytest.mark.skipif(not LOG.exists(), reason=f"the real log is not at {LOG}: set CONFORMANCE_DATA")
def test_the_real_log_says_of_each_change_what_a_count_of_its_last_rows_says(school, tmp_path, capsys):
    with gzip.open(LOG, "rt", newline="") as file:
        header, *rows = csv.reader(file)
    number, caused_by, rfc = (header.index(name) for name in ("number", "caused_by", "rfc"))
    last = {row[number]: row for row in rows}
    named = {row[number] for row in rows if {row[caused_by], row[rfc]} != {"?"}}
    path = tmp_path / "log.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row[number] in named)])
    call_command("import_incidents", str(path), "--format", "servicenow", "--school", "BECK")
    for _ in range(2):
        call_command("import_changes", str(path), "--school", "BECK", "--mapping", "servicenow-incidents")

    expected = {
        link: Counter(row[place] for row in last.values() if row[place] != "?")
        for link, place in (("caused", caused_by), ("asked", rfc))
    }
    found = {
        link: Counter(ChangeIncident.objects.filter(link=link).values_list("change__source_key", flat=True))
        for link in ("caused", "asked")
    }
    assert found == expected
    assert sum(found["caused"].values()) and sum(found["asked"].values()) > 50
    assert Change.objects.count() == len(expected["caused"] | expected["asked"])
    assert Incident.objects.count() == len(named)
    boss = make_person("service_level_manager", school)
    three = [key for key, times in expected["caused"].items() if times >= 3]
    assert len(as_(boss).get(url("changes"), {"caused_at_least": 3}).data["results"]) == len(three)
