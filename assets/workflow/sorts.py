"""Sorts of things: what they are called, how long one is meant to last, and what is asked of each."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Asset, AssetType
from assets.questions import ask, questions_of
from servicedesk.errors import NotYours
from servicedesk.roles import Permission

LONGEST_LIFE = 50  # years


@transaction.atomic
def add_sort(*, by, at, name, lifetime_years=None, questions=()):
    """Name a sort of thing for the whole trust."""
    _must_keep_a_register(by)
    return _write(AssetType(), by=by, at=at, name=name, lifetime_years=lifetime_years, questions=questions)


@transaction.atomic
def change_sort(sort, *, by, at, name, lifetime_years=None, questions=()):
    """Call it otherwise, or ask other questions. Answers stay with their things, whatever becomes of a question."""
    _must_keep_a_register(by)
    sort = AssetType.objects.select_for_update().get(pk=sort.pk)
    return _write(sort, by=by, at=at, name=name, lifetime_years=lifetime_years, questions=questions)


def answers_kept(sort):
    """How many things of a sort have an answer, by key: asked or no longer asked."""
    counts: dict[str, int] = {}
    for details in Asset.objects.filter(type=sort).exclude(details={}).values_list("details", flat=True).iterator():
        for key in details:
            counts[key] = counts.get(key, 0) + 1
    return counts


def may_keep_sorts(person):
    """Sorts belong to the whole trust: whoever keeps the register of any school keeps them."""
    return person.may_anywhere(Permission.EDIT_ASSETS)


def _must_keep_a_register(by):
    if not may_keep_sorts(by):
        raise NotYours("You keep no register, so you can’t change the sorts of things.")


def _write(sort, *, by, at, name, lifetime_years, questions):
    name = " ".join(name.split())
    errors = {}
    if not name:
        errors["name"] = "A sort needs a name."
    elif AssetType.objects.filter(name__iexact=name).exclude(pk=sort.pk).exists():
        errors["name"] = f"There is a sort called {name} already."
    if lifetime_years is not None and not 0 < lifetime_years <= LONGEST_LIFE:
        errors["lifetime_years"] = f"Choose from 1 to {LONGEST_LIFE} years, or leave it open."
    asked = _asked(sort, questions, errors)
    if errors:
        raise ValidationError(errors)
    sort.name, sort.lifetime_years, sort.questions = name, lifetime_years, [question.document for question in asked]
    sort._history_user, sort._history_date = by, at
    sort.save()
    return sort


def _asked(sort, wanted, errors):
    """The questions as they shall be. A key that was never this sort's own is refused: answers could get mixed up."""
    known = {question.key for question in questions_of(sort.questions)} | set(answers_kept(sort) if sort.pk else ())
    if any(line.get("key") and line["key"] not in known for line in wanted):
        errors["questions"] = "A new question gets its key by itself; leave it out."
        return []
    try:
        return ask(wanted)
    except ValueError as error:
        errors["questions"] = str(error)
        return []
