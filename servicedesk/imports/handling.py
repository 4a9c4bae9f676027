"""The moves of bringing in a file: it is sent, its columns are named, it is looked at, and then written as one act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from servicedesk.errors import NotYours, Refused
from servicedesk.imports import acts
from servicedesk.imports.columns import Layout, Mappings, with_columns
from servicedesk.imports.errors import Unusable
from servicedesk.imports.records import clean
from servicedesk.models.upload import UploadState
from servicedesk.roles import Permission

WHILE_WAITING = 4  # seconds of work while the person waits; more is left to the sweep
IN_A_SWEEP = 50  # seconds: the next one goes on


@dataclass(frozen=True)
class Handling:
    """How one sort of file is brought in: where acts are kept, what its rows mean, and what must be chosen.

    `wrong`: of an act, a sentence for each of the named columns that can't be so. `keeps`: mappings whose acts aren't
    forgotten. `settle`: where a file may be of several schools, notes which they are, as its rows name them.
    """

    model: Any
    engine: Callable[[Any, Layout, list[str]], acts.Engine]
    mappings: Mappings
    wrong: Callable[[Any, dict[str, str]], dict[str, str]]
    choices: dict[str, Any] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    settle: Callable[[Any, Layout], None] | None = None

    @transaction.atomic
    def send(self, *, school, by, at, file_name, content, mapping=""):
        """Take a file in; nothing of it is written yet. Its columns are guessed, or by `mapping` where that is named.

        `school` None: each row names its own. Raises ValidationError with a sentence where the file can't be used.
        """
        if by is not None and not (by.may(Permission.IMPORT, school) if school else by.may_anywhere(Permission.IMPORT)):
            raise NotYours(f"You can’t bring records into {school.name if school else 'any school'}.")
        if len(content) > acts.LARGEST:
            raise ValidationError({"file": f"Send at most {acts.LARGEST // 1024 // 1024} MB at once, or split it."})
        name = clean(file_name)[-200:]
        sent = self.model(school=school, by=by, asked_at=at, file_name=name, content=content)
        try:
            ready = self.mappings.named(mapping) if mapping else None
            header, _ = acts.beginning_of(sent, ready.layout if ready else Layout({}))
            layout = ready.fit(header) if ready else self.mappings.guess(header)
            acts.settle_content(sent, layout)
        except Unusable as reason:
            raise ValidationError({"file": str(reason)}) from reason
        sent.mapping, sent.columns, sent.header = layout.name, layout.columns, header
        if ready and ready is not self.mappings.all().get(layout.name):
            sent.reading = layout.reading()
        sent.choices = dict(self.choices)
        sent.save()
        self._settle(sent)
        return sent

    @transaction.atomic
    def name_columns(self, sent, *, by, at, columns, choices):
        """Say which column is what, and what else is to be chosen. Still nothing is written."""
        sent = self._held(sent, by)
        named = list(columns.values())
        errors = {key: f"“{name}” is named twice." for key, name in columns.items() if named.count(name) > 1}
        if errors := errors | self.wrong(sent, columns):
            raise ValidationError(errors)
        sent.columns, sent.choices = columns, self.choices | choices
        sent.save(update_fields=["columns", "choices"])
        self._settle(sent)
        return sent

    def bring_in(self, sent, *, by, at):
        """Write it: at once where it is short, and what is left over in the background."""
        sent = self.start(sent, by=by, at=at)
        for _ in self.going_on(sent, at=at, seconds=WHILE_WAITING):
            pass
        return sent

    @transaction.atomic
    def start(self, sent, *, by, at):
        """It is to be written; whoever goes on with it, a sweep at the latest, does it."""
        sent = self._held(sent, by)
        try:
            sent.total = acts.rows_of(sent, self.layout_of(sent))
        except Unusable as reason:
            raise ValidationError({"file": str(reason)}) from reason
        sent.state = UploadState.RUNNING
        sent.save(update_fields=["total", "state"])
        return sent

    @transaction.atomic
    def throw_away(self, sent, *, by, at):
        """It was only looked at: nothing is kept of it."""
        self._held(sent, by).delete()

    def beginning_of(self, sent):
        """The columns of its file, and its first rows."""
        return acts.beginning_of(sent, self.layout_of(sent))

    def look_at(self, sent):
        """What bringing it in would do now. Raises Unusable."""
        layout = self.layout_of(sent)
        return acts.look(sent, partial(self._engine, layout), layout)

    def going_on(self, sent, *, at, seconds=None) -> Iterator[Any]:
        """Go on with a running act, batch by batch."""
        layout = self.layout_of(sent)
        yield from acts.go_on(sent, partial(self._engine, layout), layout, at=at, seconds=seconds)

    def go_on(self, *, at):
        """Go on with everything that is being brought in; returns how many rows were done."""
        done = 0
        for sent in self.model.objects.filter(state=UploadState.RUNNING).select_related("school", "by"):
            before = sent.done
            for _ in self.going_on(sent, at=at, seconds=IN_A_SWEEP):
                pass
            done += sent.done - before
        return done

    def forget_unused(self, *, at):
        """Throw away what was sent and only looked at. Returns how many."""
        unused = self.model.objects.filter(state=UploadState.BEGUN, asked_at__lt=at - acts.KEPT)
        return unused.exclude(mapping__in=self.keeps).delete()[0]

    def layout_of(self, sent):
        """How its file is read."""
        if sent.reading:
            return with_columns(Layout.read_by(sent.reading, name=sent.mapping), sent.columns)
        ready = self.mappings.all().get(sent.mapping)
        return with_columns(ready.layout if ready else Layout({}, name=sent.mapping or "columns"), sent.columns)

    def schools_of(self, sent):
        """The schools whose records it brings, by name."""
        return [sent.school] if sent.school else list(sent.schools.order_by("name"))

    def _settle(self, sent):
        if self.settle is None:
            return
        try:
            self.settle(sent, self.layout_of(sent))
        except Unusable as reason:
            raise ValidationError(str(reason)) from reason

    def _engine(self, layout, sent, header):
        return self.engine(sent, layout, header)

    def _held(self, sent, by):
        rows = self.model.objects.select_for_update(of=("self",)).select_related("school", "by")
        sent = rows.get(pk=sent.pk)
        if by is not None and not self.model.objects.visible_to(by).filter(pk=sent.pk).exists():
            raise NotYours("You can’t bring records into each of the schools that this file is of.")
        if not sent.is_begun:
            raise Refused("This file is brought in already, or on its way. Nothing was changed.")
        return sent
