"""A list of things is brought into the register: sent, its columns named, looked at, and then written as one act."""

from collections.abc import Iterator
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.imports.engine import AssetEngine
from assets.imports.fields import MAPPINGS
from assets.imports.proposals import FOUND
from assets.models import AssetImport
from servicedesk.errors import NotYours, Refused
from servicedesk.imports import acts
from servicedesk.imports.columns import Layout, with_columns
from servicedesk.imports.errors import Unusable
from servicedesk.models.upload import UploadState
from servicedesk.roles import Permission

WHILE_WAITING = 4  # seconds of work while the person waits; more is left to the sweep
IN_A_SWEEP = 50  # seconds: the next one goes on
CHOICES = {"match": "tag", "make_rooms": True, "keep_rest": True}


@transaction.atomic
def send_list(*, school, by, at, file_name, content, mapping=""):
    """Take a file in; nothing of it is in the register yet. Its columns are guessed, or by `mapping` if that is named.

    Raises ValidationError with a sentence where the file can't be used.
    """
    _must_import(by, school)
    if len(content) > acts.LARGEST:
        raise ValidationError({"file": f"Send at most {acts.LARGEST // 1024 // 1024} MB at once, or split the list."})
    sent = AssetImport(school=school, by=by, asked_at=at, file_name=file_name[-200:], content=content)
    sent.choices = dict(CHOICES)
    try:
        ready = MAPPINGS.named(mapping) if mapping else None
        header, _ = acts.beginning_of(sent, ready.layout if ready else Layout({}))
    except Unusable as reason:
        raise ValidationError({"file": str(reason)}) from reason
    layout = ready.fit(header) if ready else MAPPINGS.guess(header)
    sent.mapping, sent.columns, sent.header = layout.name, layout.columns, header
    sent.save()
    return sent


@transaction.atomic
def name_columns(sent, *, by, at, columns, choices):
    """Say which column is what, and what becomes of rooms and of what has no place. Still nothing is written."""
    sent = _held(sent, by)
    twice = {column for column in columns.values() if list(columns.values()).count(column) > 1}
    errors = {key: f"“{column}” is named twice." for key, column in columns.items() if column in twice}
    if not {"tag", "serial"} & set(columns):
        errors["tag"] = "Name the column of the tag, or of the serial number: things are known by them."
    if errors:
        raise ValidationError(errors)
    sent.columns, sent.choices = columns, CHOICES | choices
    sent.save(update_fields=["columns", "choices"])
    return sent


def bring_in(sent, *, by, at):
    """Write it: at once where it is short, and what is left over in the background."""
    sent = start(sent, by=by, at=at)
    for _ in going_on(sent, at=at, seconds=WHILE_WAITING):
        pass
    return sent


@transaction.atomic
def start(sent, *, by, at):
    """It is to be written; whoever goes on with it, a sweep at the latest, does it."""
    sent = _held(sent, by)
    try:
        sent.total = acts.rows_of(sent, layout_of(sent))
    except Unusable as reason:
        raise ValidationError({"file": str(reason)}) from reason
    sent.state = UploadState.RUNNING
    sent.save(update_fields=["total", "state"])
    return sent


@transaction.atomic
def throw_away(sent, *, by, at):
    """It was only looked at: nothing is kept of it."""
    _held(sent, by).delete()


def beginning_of(sent):
    """The columns of its file, and its first rows."""
    return acts.beginning_of(sent, layout_of(sent))


def look_at(sent):
    """What bringing it in would do now. Raises Unusable."""
    layout = layout_of(sent)
    return acts.look(sent, partial(_engine, layout), layout)


def going_on(sent, *, at, seconds=None) -> Iterator[AssetImport]:
    """Go on with a running act, batch by batch."""
    layout = layout_of(sent)
    yield from acts.go_on(sent, partial(_engine, layout), layout, at=at, seconds=seconds)


def go_on(*, at):
    """Go on with every list that is being brought in; returns how many rows were done."""
    done = 0
    for sent in AssetImport.objects.filter(state=UploadState.RUNNING).select_related("school", "by"):
        before = sent.done
        for _ in going_on(sent, at=at, seconds=IN_A_SWEEP):
            pass
        done += sent.done - before
    return done


def forget_unused(*, at):
    """Throw away what was sent and only looked at. Returns how many."""
    unused = AssetImport.objects.filter(state=UploadState.BEGUN, asked_at__lt=at - acts.KEPT)
    return unused.exclude(mapping=FOUND).delete()[0]


def layout_of(sent):
    """How its file is read."""
    ready = MAPPINGS.all().get(sent.mapping)
    return with_columns(ready.layout if ready else Layout({}), sent.columns)


def _engine(layout, sent, header):
    return AssetEngine(sent, layout, header)


def _held(sent, by):
    sent = AssetImport.objects.select_for_update(of=("self",)).select_related("school", "by").get(pk=sent.pk)
    _must_import(by, sent.school)
    if not sent.is_begun:
        raise Refused("This list is brought in already, or on its way. Nothing was changed.")
    return sent


def _must_import(by, school):
    if by is not None and not by.may(Permission.IMPORT, school):
        raise NotYours(f"You can’t bring records into {school.name}.")
