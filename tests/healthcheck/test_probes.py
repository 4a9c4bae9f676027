"""What live records say: each probe over a school with records, and where their rows are."""

from datetime import timedelta

import pytest
import time_machine

from healthcheck.probes import PROBES, Facts
from healthcheck.probes.facts import of_share
from maintenance.models import Round
from reports.periods import Period
from tests.factories import (
    MONDAY_9AM,
    make_change,
    make_incident,
    make_person,
    make_plan,
    make_problem,
    make_promise,
    make_round,
    make_school,
    make_trend,
)

DAY = timedelta(days=1)


@pytest.mark.pure
@pytest.mark.parametrize(("part", "whole", "answer"), [(9, 10, "yes"), (8, 10, "partly"), (1, 10, "no"), (0, 0, "")])
def test_a_share_is_judged_by_its_bounds_and_nothing_is_no_share(part, whole, answer):
    assert of_share(part, whole, yes=0.9, partly=0.5, words="", none="").answer == answer


def facts_of(school, *, days=30):
    last = (MONDAY_9AM + days * DAY).date()
    return Facts(school, Period(last - 364 * DAY, last))


@pytest.mark.django_db
def test_a_school_without_records_is_never_a_yes_by_chance():
    found = {name: probe.ask(facts_of(school)) for school in [make_school()] for name, probe in PROBES.items()}

    assert [name for name, finding in found.items() if finding.answer == "yes"] == []
    assert [name for name, finding in found.items() if not finding.words or len(finding.words) > 300] == []
    assert [name for name, probe in PROBES.items() if len(probe.how) > 500] == []


@pytest.mark.django_db
def test_probes_see_the_records_of_their_school_only():
    school, other = make_school(), make_school("Other")
    priya = make_person("technician", school)
    facts = {"requester": priya, "at": MONDAY_9AM}
    make_incident(school, status="assigned", assignee=priya, **facts)
    make_incident(school, status="waiting", assignee=priya, **facts)
    make_incident(other, **facts)
    make_problem(school, resolver=priya)
    make_problem(other)
    make_trend(school, state="passed")
    make_trend(school)
    make_change(school, kind="standard", outcome="successful", closed_at=MONDAY_9AM)
    make_change(school)
    plan = make_plan(school, starter="backups")
    make_round(plan, status="done")
    make_round(plan)

    said = {name: PROBES[name].ask(facts_of(school)) for name in PROBES}

    answers = {name: (finding.answer, finding.words) for name, finding in said.items()}
    assert answers["open_with_owner"] == ("yes", "2 of 2 open records")
    assert answers["follow_ups_kept"] == ("no", "0 of 1 waiting records are still within their day")
    assert answers["problems_with_resolver"] == ("yes", "1 of 1 open problems")
    assert answers["trends_decided"] == ("no", "0 of 1 trends are decided or new")  # it has waited for a month
    assert answers["approved_before_made"] == ("partly", "1 of 2 changes had a yes first")
    assert answers["maintenance_on_time"][1] == "1 of 2 rounds on time"
    assert answers["backups_looked_at"] == ("yes", "last looked at on 14 September 2026")
    assert Round.objects.count() == 2


@pytest.mark.django_db
def test_every_figure_leads_to_a_page_that_opens(client):
    school = make_school()
    make_promise(school)
    client.force_login(make_person("trust_administrator", everywhere=True))

    with time_machine.travel(MONDAY_9AM, tick=False):
        paths = {PROBES[name].ask(facts_of(school, days=0)).path for name in PROBES} - {""}
        lists = {path.split("?")[0]: path for path in paths}.values()  # one question for each list
        refused = {path: status for path in lists if (status := client.get(path).status_code) != 200}

    assert len(paths) > 20 and refused == {}
