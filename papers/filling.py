"""A form is asked for: which record or which days, read once for page and API, and filled in for its reader."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime

from papers.asking import LONGEST, USUAL, Asked
from papers.description import Form
from papers.drawing import Filling
from papers.records import FILLED
from servicedesk.doors import demand
from servicedesk.models import Person, School


class AskForm(forms.Form):
    """What may be asked of any form."""

    record = forms.CharField(required=False, max_length=40)
    school = forms.CharField(required=False, max_length=20)

    def clean(self):
        """The days of a register are in order, and a year at most."""
        said = super().clean()
        first, last = said.get("from"), said.get("to")
        if first and last and first > last:
            raise ValidationError({"to": "This day is before the first one."})
        if first and last and last - first > LONGEST:
            raise ValidationError({"to": "Print at most a year at once."})
        return said


class PeriodForm(AskForm):
    """The days of a register beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateField(required=False)
        self.fields["to"] = forms.DateField(required=False)


NAMES = ("record", "school", "from", "to")


def filled(form: Form, asked: Any, *, reader: Person, home: School | None, at: datetime) -> Filling:
    """What fills the form in; without a record it stays blank, with the head of a school of the reader.

    Raises Http404 for a record its reader may not see, ValidationError for days that are none, NotYours for the blank
    form of a process that is none of the reader’s.
    """
    bound = PeriodForm({name: asked.get(name, "") for name in NAMES})
    if not bound.is_valid():
        raise ValidationError(bound.errors.as_data())
    said = bound.cleaned_data
    if not said["record"]:
        demand(reader, form.permission)
        return Filling(_school(said["school"], reader, home))
    if form.key not in FILLED:
        raise ValidationError({"record": "This form is printed blank. The record has a paper of its own on its page."})
    return FILLED[form.key](Asked(said["record"], reader, at, *_days(said, localtime(at).date(), form.is_ahead)))


def _days(said, today, is_ahead):
    """The days of a register: as they were asked, four weeks from the one that was, or those around today."""
    first, last = said["from"], said["to"]
    if first is None and last is None:
        return (today, today + USUAL) if is_ahead else (today - USUAL, today)
    return first or last - USUAL, last or first + USUAL


def _school(code, reader, home):
    """The school whose name stands on a blank form; a reader of several who named none gets the trust’s."""
    seen = School.objects.visible_to(reader)
    return get_object_or_404(seen, code=code) if code else home
