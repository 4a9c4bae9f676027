"""Back-up tests are logged, and put right where they were logged wrongly."""

from django.core.exceptions import ValidationError
from django.db import transaction

from continuity.models import BackupTest
from continuity.workflow.ordering import may_keep
from incidents.intake import local_date

FACTS = ("service", "what", "tested_on", "tested_by", "result", "minutes", "note")


@transaction.atomic
def log_backup_test(*, school, by, at, **facts):
    """Somebody tried to bring something back from a back-up.

    `facts`: service (None: of no one service), what, tested_on, tested_by, result, minutes, note.
    """
    may_keep(by, school)
    return _write(BackupTest(school=school, tested_by=by, logged_at=at), by=by, at=at, **facts)


@transaction.atomic
def change_backup_test(test, *, by, at, **facts):
    """It was logged wrongly. It never changes school; what it said before stays in its history."""
    may_keep(by, test.school)
    test = BackupTest.objects.select_for_update(of=("self",)).select_related("school").get(pk=test.pk)
    return _write(test, by=by, at=at, **facts)


def _write(test, *, by, at, **facts):
    for name in FACTS:
        if name in facts:
            setattr(test, name, facts[name])
    test.what, test.note = " ".join(test.what.split()), test.note.strip()
    errors = {}
    if not test.what:
        errors["what"] = "Say what was brought back, such as “a folder of the staff drive”."
    if test.tested_on is None or test.tested_on > local_date(test.school, at):
        errors["tested_on"] = "Say on which day it was tried, today or before."
    if errors:
        raise ValidationError(errors)
    test._history_user, test._history_date = by, at
    test.save()
    return test
