"""The cause is not gone yet, but one knows what to do: a known error."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import AssetType
from problems import timeline
from problems.models import Audience, Fix, KnownError, Status
from problems.moves import DECLARE_KNOWN_ERROR
from problems.workflow.record import day_of, must_say, save
from servicedesk.errors import NotYours
from servicedesk.roles import Permission

HALF_TERM = timedelta(days=42)


@transaction.atomic
def declare_known_error(
    problem, *, by, at, symptoms, workaround, title="", audience=Audience.TECHNICIANS, review_on=None, owner=None
):
    """Write it into the register, so that whoever meets it is helped at once; one that was retired is offered again.

    Without `title` it is that of the problem, without `review_on` a half-term later, without `owner` its resolver.
    """
    problem = DECLARE_KNOWN_ERROR.begin(problem, by=by)
    must_say(
        symptoms=(symptoms, "Say what people notice, in their words."),
        workaround=(workaround, "Say what to do, one step a line."),
    )
    _may_publish(problem, by, audience)
    owner = owner or problem.resolver or by
    review_on = review_on or day_of(problem, at) + HALF_TERM
    _check(problem, owner, review_on, at=at)
    known = KnownError.objects.filter(problem=problem).first() or KnownError(problem=problem, written_at=at)
    known.title = " ".join(title.split()) or problem.title
    known.symptoms, known.workaround = symptoms.strip(), workaround.strip()
    known.audience, known.review_on, known.owner, known.retired_at = audience, review_on, owner, None
    _keep(known, problem, by=by, at=at)
    if problem.status != Status.FIX_PROPOSED:
        problem.status = DECLARE_KNOWN_ERROR.target
    problem.workaround = problem.workaround or known.workaround
    timeline.write(problem, "declare_known_error", by=by, at=at, text=known.title, known_error=known.pk)
    return save(problem)


def _may_publish(problem, by, audience):
    if audience == Audience.EVERYONE and not by.may(Permission.MANAGE_PROBLEMS, problem.school_id):
        raise NotYours("Only a problem manager publishes a known error to everyone. Offer it to technicians for now.")


def _check(problem, owner, review_on, *, at):
    errors = {}
    if not owner.is_active or not owner.may(Permission.SOLVE_PROBLEMS, problem.school_id):
        errors["owner"] = f"{owner.name} does not work on problems here. Choose somebody who does."
    if review_on <= day_of(problem, at):
        errors["review_on"] = "Choose a later day than today."
    if errors:
        raise ValidationError(errors)


def _keep(known, problem, *, by, at):
    """The entry with what the problem knows of itself."""
    known.school, known.service, known.root_cause = problem.school, problem.service, problem.root_cause
    known.fix = Fix.PROPOSED if problem.proposed_at else Fix.NONE
    known._history_user, known._history_date = by, at
    known.save()
    known.categories.set([problem.category] if problem.category else [])
    known.assets.set(problem.assets.all())
    known.asset_types.set(AssetType.objects.filter(assets__problems=problem).distinct())
