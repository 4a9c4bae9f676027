"""The list of sweeps: every name on it is a task, beat follows it, and an administrator has the last word."""

from datetime import timedelta
from io import StringIO

import pytest
from celery.schedules import crontab
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from config import beat
from config.celery import app
from config.management.commands import run_sweeps
from config.timetable import TIMETABLE, Sweep

pytestmark = pytest.mark.django_db

HOURLY = Sweep("Count chairs", "sla.tasks.mark_breaches", timedelta(hours=1), "Counts the chairs.", "chairs")
HALF_HOURLY = Sweep("Count chairs", "sla.tasks.mark_breaches", timedelta(minutes=30), "Counts the chairs.", "chairs")
AT_NIGHT = Sweep(
    "Lock the gate", "sla.tasks.mark_breaches", crontab(hour="22", minute="15"), "Locks the gate.", "gates"
)


@pytest.fixture(scope="session")
def worker():
    """Once and first of all, since Celery closes the database after it has looked for tasks."""
    app.loader.import_default_modules()
    return app


def chairs():
    return PeriodicTask.objects.get(name="Sweep: Count chairs")


@pytest.mark.parametrize("sweep", TIMETABLE, ids=lambda sweep: sweep.name)
def test_every_sweep_is_a_task_that_a_worker_knows(sweep, worker):
    assert sweep.task in worker.tasks
    assert callable(import_string(sweep.task))


@pytest.mark.parametrize("sweep", TIMETABLE, ids=lambda sweep: sweep.name)
def test_every_sweep_says_what_it_is_for(sweep):
    assert sweep.says.endswith(".")
    assert "\n" not in sweep.says


def test_no_two_sweeps_share_a_name_or_a_task():
    assert len({sweep.name for sweep in TIMETABLE}) == len({sweep.task for sweep in TIMETABLE}) == len(TIMETABLE)


@pytest.mark.django_db(transaction=True)  # beat opens and closes connections as it sees fit
def test_beat_finds_the_timetable_in_its_tables_after_starting(worker):
    beat.TimetableScheduler(app=worker)

    assert {row.task for row in PeriodicTask.objects.enabled()} == {sweep.task for sweep in TIMETABLE}


def test_starting_twice_changes_nothing():
    beat.bring_in([HOURLY, AT_NIGHT])
    beat.bring_in([HOURLY, AT_NIGHT])

    assert PeriodicTask.objects.count() == 2
    assert IntervalSchedule.objects.count() == CrontabSchedule.objects.count() == 1


def test_a_sweep_that_found_no_worker_gives_way_to_the_next():
    beat.bring_in([HOURLY, AT_NIGHT])

    assert chairs().expire_seconds == 3600
    assert PeriodicTask.objects.get(name="Sweep: Lock the gate").expire_seconds == 12 * 3600


def test_a_new_version_brings_its_new_times():
    beat.bring_in([HOURLY])
    beat.bring_in([HALF_HOURLY])

    assert chairs().schedule.run_every == timedelta(minutes=30)


def test_times_set_by_an_administrator_stay():
    beat.bring_in([HOURLY])
    row = chairs()
    row.interval = IntervalSchedule.objects.create(every=3, period=IntervalSchedule.DAYS)
    row.save()

    beat.bring_in([HALF_HOURLY])

    assert chairs().schedule.run_every == timedelta(days=3)


def test_a_sweep_switched_off_stays_off():
    beat.bring_in([HOURLY])
    PeriodicTask.objects.update(enabled=False)

    beat.bring_in([HALF_HOURLY])

    assert not chairs().enabled


def test_a_sweep_that_is_gone_leaves_the_tables_and_others_stay():
    beat.bring_in([HOURLY])
    mine = PeriodicTask.objects.create(name="My own", task="x", interval=chairs().interval)

    beat.bring_in([AT_NIGHT])

    assert set(PeriodicTask.objects.values_list("name", flat=True)) == {mine.name, "Sweep: Lock the gate"}


def test_run_sweeps_runs_the_whole_timetable_without_a_broker():
    out = StringIO()

    call_command("run_sweeps", stdout=out)

    assert [line.partition(":")[0] for line in out.getvalue().splitlines()] == [sweep.name for sweep in TIMETABLE]


def test_run_sweeps_goes_on_after_a_failure_and_says_so(monkeypatch):
    broken = Sweep("Count chairs", "tests.config.sweeps.fail", timedelta(hours=1), "Counts the chairs.", "chairs")
    sound = Sweep("Lock the gate", "tests.config.sweeps.succeed", timedelta(hours=1), "Locks the gate.", "gates")
    monkeypatch.setattr(run_sweeps, "TIMETABLE", [broken, sound])
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 2 sweeps failed: Count chairs"):
        call_command("run_sweeps", stdout=out, stderr=err)

    assert "ZeroDivisionError" in err.getvalue()
    assert out.getvalue() == "Lock the gate: 3 gates\n"
