"""The cause is not gone yet, but one knows what to do: a known error."""

from django.db import transaction

from assets.models import AssetType
from problems import timeline
from problems.models import Audience, Fix, KnownError, Status
from problems.moves import DECLARE_KNOWN_ERROR
from problems.workflow.entries import HALF_TERM, check_keeper, may_publish, save_entry
from problems.workflow.record import day_of, must_say, save


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
    may_publish(problem, by, audience)
    owner = owner or problem.resolver or by
    review_on = review_on or day_of(problem, at) + HALF_TERM
    check_keeper(problem, owner, review_on, at=at)
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


def _keep(known, problem, *, by, at):
    """The entry with what the problem knows of itself."""
    known.school, known.service, known.root_cause = problem.school, problem.service, problem.root_cause
    known.fix = Fix.PROPOSED if problem.proposed_at else Fix.NONE
    save_entry(known, by=by, at=at, because="Declared")
    known.categories.set([problem.category] if problem.category else [])
    known.assets.set(problem.assets.all())
    known.asset_types.set(AssetType.objects.filter(assets__problems=problem).distinct())
