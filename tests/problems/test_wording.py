"""Tickets that say the same are one group; numbers that name a thing keep groups apart, numbers that vary don't."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from problems.trends.wording import alive
from problems.trends.words import tokens
from problems.trends.words.followed import Followed
from problems.trends.words.slots import naming
from problems.trends.words.things import named_things
from tests.load.detectors import texts
from tests.load.detectors.wording import grouped

MONDAY = date(2026, 3, 2)


def same(*said):
    """Whether the first two are one group, the others being there as well."""
    groups = grouped(list(said))
    return groups[0] == groups[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("job Job_1424 failed at: 10/30/2016 05:47:00", "job Job_1424 failed at: 10/31/2016 23:01:10"),
        ("Backup of srv-db-03 took 45 min", "Backup of srv-db-03 took 3.5 hours"),
        ("disk 93% full on HOST_12", "disk 97 % full on host_12"),
        ("Sicherung NAS-2 am 30.10.2016 05:47 abgebrochen", "Sicherung NAS-2 am 01.11.2016 06:00 abgebrochen"),
        ("2016-10-30T05:47:00Z probe P-7 timed out", "2016-11-02T15:07:10Z probe P-7 timed out"),
        (
            "received from: a@b.example\nprinter in B12 is offline",
            "received from: c@d.example\nprinter in B12 is offline",
        ),
        ("no picture on the screen", "no picture on the screen, on 4 November 2026"),
        ("projector shows no picture", "no picture projector shows"),
        ("电脑无法开机", "电脑无法开机"),
    ],
)
def test_what_varies_does_not_part(one, other):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("job Job_1424 failed at: 10/30/2016 05:47:00", "job Job_1425 failed at: 10/30/2016 05:47:00"),
        ("job nightly_sales failed in scheduler", "job nightly_stock failed in scheduler"),
        ("printer in B12 is offline", "printer in B13 is offline"),
        ("tablet 12 has a cracked screen", "tablet 13 has a cracked screen"),
        ("no answer from 10.20.30.40 today", "no answer from 10.20.30.41 today"),
        ("projector in the hall is dead", "printer in the hall is dead"),
        ("Please help, thank you, kind regards: wifi", "Please help, thank you, kind regards: excel"),
        ("电脑无法开机", "打印机缺纸"),
    ],
)
def test_different_things_stay_apart(one, other):
    assert not same(one, other)


def test_a_slot_whose_values_come_back_names_a_thing_and_one_whose_values_are_new_varies():
    rows = [(f"Job_{n % 9}", f"R-{1000 + n}", str(n % 5)) for n in range(60)]

    assert naming(rows) == (True, False, False)


def test_job_names_are_found_by_how_they_vary():
    said = [f"job Job_{n % 7} failed in job_scheduler at: 10/{n + 1}/2016 05:47:00" for n in range(28)]

    assert named_things(said)[3] == ["Job_3"]


def test_a_plain_number_is_named_with_the_word_before_it():
    assert named_things([f"server {n % 3} does not answer" for n in range(12)])[4] == ["server 1"]


@pytest.mark.parametrize("count", [120, 900])
def test_job_alerts_are_grouped_by_form_and_job(count):
    precise, complete = texts.agreement(texts.alerts(np.random.default_rng(count), count), grouped)

    assert precise >= 0.95
    assert complete >= 0.90


def test_what_people_write_is_grouped_in_spite_of_slips_and_politeness():
    rng = np.random.default_rng(8)
    log = texts.mixed(rng, [texts.complaints(rng, 350), texts.chatter(rng, 350)])

    precise, complete = texts.agreement(log, grouped)

    assert precise >= 0.95
    assert complete >= 0.8


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_alerts_does_not_matter(random):
    log = texts.alerts(np.random.default_rng(2), 80)
    shuffled = random.sample(log, len(log))

    assert _together(shuffled) == _together(log)


def test_unrelated_tickets_do_not_break_a_group():
    rng = np.random.default_rng(9)
    alerts, chatter = texts.alerts(rng, 120), texts.chatter(rng, 200)

    with_others = {group for group in _together(texts.mixed(rng, [alerts, chatter])) if group & {s for s, _ in alerts}}

    assert with_others == _together(alerts)


def _together(log):
    """The groups as sets of texts."""
    groups = {}
    for (said, _), key in zip(log, grouped([said for said, _ in log]), strict=True):
        groups.setdefault(key, set()).add(said)
    return {frozenset(group) for group in groups.values()}


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_read(text):
    summary, whole = tokens.read(text)

    assert len(whole.values) == whole.words.count(tokens.SLOT)
    assert len(summary.values) == summary.words.count(tokens.SLOT)


def test_a_group_is_alive_while_it_had_a_ticket_in_the_last_weeks():
    words = Followed()
    for n in range(5):
        words.add(n, MONDAY.toordinal() + 7 * n, f"job Job_3 failed at 0{n}:10:00")
    words.groups.settle()

    now, later = (alive(words, (MONDAY + timedelta(weeks=weeks)).toordinal()) for weeks in (4, 12))

    assert [(group.recent, group.days, group.is_template) for group in now] == [(5, 5, True)]
    assert later == []


def test_the_label_says_the_thing_and_leaves_out_what_varies():
    words = Followed()
    for n in range(12):
        words.add(n, MONDAY.toordinal(), f"job Job_{n % 3} failed in job_scheduler at: 10/30/2016 0{n % 9}:47:00")
    words.groups.settle()

    labels = {words.groups.label(key) for key in words.groups.members}

    assert labels == {f"Job Job_{n} failed in job_scheduler at …" for n in range(3)}
