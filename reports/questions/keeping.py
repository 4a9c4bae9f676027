"""Saving a question, sharing it, sending it by letter, deleting it: one function for each move."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reports.models import SavedQuestion
from reports.periods import USUAL
from reports.questions import moves
from reports.questions.query import AskQuery
from servicedesk.errors import NotYours
from servicedesk.models import Person
from servicedesk.roles import WORDS, Permission, roles_with

READ = Permission.SEE_REPORTS
FIXED = (
    "It asks about two fixed days, so every letter would say the same: ask about a period by name, such as last month."
)


def read(asked: dict, *, reader, school=None) -> AskQuery:
    """A kept question as somebody asks it now: what they may read decides what is in the answer."""
    said = asked | ({"school": school.code} if school else {})
    query = AskQuery(said, person=reader, today=timezone.localdate())
    query.is_valid()
    return query


def as_kept(query: AskQuery) -> dict:
    """The words of a question that are kept: a period by its name stays one, so that its answer moves with time."""
    found, said = query.cleaned_data, query.as_query()
    said.pop("school", None)
    if found["period"] or not (found["from"] or found["to"]):
        said |= {"period": found["period"] or USUAL}
        del said["from"], said["to"]
    return said


def may_read(person, question: SavedQuestion) -> bool:
    """May somebody read the answer?"""
    return person.may(READ, question.school) if question.school else person.may_anywhere(READ)


def readers_of(question: SavedQuestion):
    """The people to whom the answer may be sent."""
    if question.school:
        return Person.objects.who_may(READ, question.school).exclude(email=None)
    able = Person.objects.filter(memberships__role__in=roles_with(READ), is_active=True)
    return able.exclude(email=None).distinct()


@transaction.atomic
def save_question(*, name, query: AskQuery, by, at) -> SavedQuestion:
    """Keep a question under a name, for oneself. Raises ValidationError where one has that name already."""
    school = query.cleaned_data["school"] or query.only_school
    if not by.may_anywhere(READ):
        raise NotYours(f"None of your roles includes this: {WORDS[READ].lower()}.")
    if SavedQuestion.objects.filter(owner=by, name=name).exists():
        raise ValidationError({"name": f"You have a question “{name}” already: choose another name."})
    return SavedQuestion.objects.create(
        name=name, owner=by, school=school, asked=as_kept(query), made_at=at, changed_at=at
    )


@transaction.atomic
def share_question(question, *, by, at):
    """Everybody who reads the reports of its school may ask it."""
    return _turn(moves.SHARE, question, by=by, at=at)


@transaction.atomic
def unshare_question(question, *, by, at):
    """It is its owner's alone again; letters go on as they are scheduled."""
    return _turn(moves.UNSHARE, question, by=by, at=at)


def _turn(move, question, *, by, at):
    question = move.begin(question, by=by)
    question.status, question.changed_at = move.target, at
    question.save(update_fields=["status", "changed_at"])
    return question


@transaction.atomic
def schedule_question(question, *, rhythm, readers, by, at):
    """Send the answer by letter, so often and to these people; without a rhythm to nobody."""
    question = moves.SCHEDULE.begin(question, by=by)
    readers = list(readers) if rhythm else []
    if rhythm and not readers:
        raise ValidationError({"readers": "Choose at least one person, or send it to nobody."})
    if rhythm and "period" not in question.asked:
        raise ValidationError({"rhythm": FIXED})
    question.rhythm, question.changed_at = rhythm, at
    question.save(update_fields=["rhythm", "changed_at"])
    question.readers.set(readers)
    return question


@transaction.atomic
def delete_question(question, *, by, at):
    """It is gone for everybody, with its letters."""
    question = moves.DELETE.begin(question, by=by)
    SavedQuestion.objects.filter(pk=question.pk).delete()
    return question
