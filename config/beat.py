"""Beat's scheduler: brings the timetable into the tables that an administrator may edit, then follows the tables."""

from datetime import timedelta

from celery.schedules import crontab
from django.db import transaction
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from config.timetable import TIMETABLE, Sweep

OURS = "Sweep: "


class TimetableScheduler(DatabaseScheduler):
    """Whoever starts beat needs no second step to have the sweeps of this version in its tables."""

    def setup_schedule(self) -> None:
        bring_in(TIMETABLE)
        super().setup_schedule()


@transaction.atomic
def bring_in(timetable: list[Sweep]) -> None:
    """Add new sweeps, drop those gone, follow new times; what an administrator changed or switched off stays so."""
    for sweep in timetable:
        row = PeriodicTask.objects.filter(name=OURS + sweep.name).first()
        _write(row or PeriodicTask(name=OURS + sweep.name), sweep)
    names = [OURS + sweep.name for sweep in timetable]
    for gone in PeriodicTask.objects.filter(name__startswith=OURS).exclude(name__in=names):
        gone.delete()


def _write(row: PeriodicTask, sweep: Sweep) -> None:
    if row.pk is None or row.description.endswith(_delivered(row.scheduler)):
        when = _schedule(sweep.when)
        row.interval = when if isinstance(when, IntervalSchedule) else None
        row.crontab = when if isinstance(when, CrontabSchedule) else None
        row.expire_seconds = round(sweep.expires.total_seconds())
        row.description = f"{sweep.says} {_delivered(when)}"
    row.task = sweep.task
    row.save()


def _delivered(when: IntervalSchedule | CrontabSchedule) -> str:
    """The mark by which a later version sees whether the times are still the delivered ones."""
    return f"Delivered as: {when}."


def _schedule(when: timedelta | crontab) -> IntervalSchedule | CrontabSchedule:
    if isinstance(when, timedelta):
        seconds = round(when.total_seconds())
        whole = {"every": seconds // 60, "period": IntervalSchedule.MINUTES}
        times = whole if seconds % 60 == 0 else {"every": seconds, "period": IntervalSchedule.SECONDS}
        return IntervalSchedule.objects.filter(**times).first() or IntervalSchedule.objects.create(**times)
    found = CrontabSchedule.from_schedule(when)
    if found.pk is None:
        found.save()
    return found
