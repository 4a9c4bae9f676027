"""Freezes, and the secret address of a person's calendar feed."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import CalendarFeed, Freeze
from changes.workflow.record import one_line
from servicedesk.doors import demand
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission

LONGEST = timedelta(days=366)
KEY_BYTES = 32  # what nobody guesses


@transaction.atomic
def add_freeze(*, by, at, title, first, last, school=None, reason=""):
    """On these days nothing is changed, at one school or at every one; an emergency may. Returns the freeze."""
    _may_manage(by, school)
    title = one_line(title)
    errors = {}
    if not title:
        errors["title"] = "Say what it is for."
    if last < first:
        errors["last"] = "It ends before it begins."
    elif last - first > LONGEST:
        errors["last"] = "A freeze lasts a year at most."
    if errors:
        raise ValidationError(errors)
    facts = {"title": title, "first": first, "last": last, "reason": reason.strip()}
    return Freeze.objects.create(school=school, made_by=by, made_at=at, **facts)


@transaction.atomic
def end_freeze(freeze, *, by, at):
    """Changes may be made again, whatever days of it are left."""
    freeze = _locked(freeze, by)
    if freeze.ended_at:
        raise Refused(f"{freeze.title} is over already.")
    return _end(freeze, ended_at=at, ended_by=by)


@transaction.atomic
def put_back_freeze(freeze, *, by, at):
    """It was ended by mistake: it holds as before."""
    freeze = _locked(freeze, by)
    if not freeze.ended_at:
        raise Refused(f"{freeze.title} holds as it is.")
    return _end(freeze, ended_at=None, ended_by=None)


@transaction.atomic
def make_feed(*, by, at):
    """A new secret address for their own calendar; the one before leads nowhere from now on. Returns the feed."""
    demand(by, Permission.SEE_CHANGES)
    said = {"key": secrets.token_urlsafe(KEY_BYTES), "made_at": at, "read_at": None}
    return CalendarFeed.objects.update_or_create(person=by, defaults=said)[0]


def remove_feed(*, by, at):
    """No calendar program reads along any more."""
    demand(by, Permission.SEE_CHANGES)
    CalendarFeed.objects.filter(person=by).delete()


def note_reading(feed, *, at):
    """A calendar program came by; kept to the day, so that its coming every hour writes nothing."""
    if feed.read_at is None or feed.read_at.date() < at.date():
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)


def _may_manage(by, school):
    if not by.may(Permission.MANAGE_CHANGES, school):
        where = school.name if school else "every school"
        raise NotYours(f"You can’t say when nothing is changed at {where}.")


def _locked(freeze, by):
    freeze = Freeze.objects.select_for_update(of=("self",)).select_related("school").get(pk=freeze.pk)
    _may_manage(by, freeze.school)
    return freeze


def _end(freeze, **ended):
    freeze.ended_at, freeze.ended_by = ended["ended_at"], ended["ended_by"]
    freeze.save(update_fields=["ended_at", "ended_by"])
    return freeze
