"""The work on a problem: look for the cause, write down what was found, what helps meanwhile, what would remove it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from problems import timeline
from problems.analysis import BRANCHES, MOST_WHYS
from problems.models import Fix, KnownError, Status
from problems.moves import ANALYSE, INVESTIGATE, NOTE, PROPOSE_FIX, RECORD_WORKAROUND
from problems.workflow.record import must_say, save, spend
from servicedesk.timeline import EntryKind


@transaction.atomic
def investigate(problem, *, by, at):
    """Somebody looks for the cause now."""
    problem = INVESTIGATE.begin(problem, by=by)
    _begin(problem, by=by)
    timeline.write(problem, "investigate", by=by, at=at)
    return save(problem)


@transaction.atomic
def analyse(problem, *, by, at, whys=None, causes=None, analysis=None, minutes=0):
    """Write down the analysis: up to five whys, possible causes by branch, free notes. What isn't said stays."""
    problem = ANALYSE.begin(problem, by=by)
    _begin(problem, by=by)
    problem.whys = problem.whys if whys is None else _whys(whys)
    problem.causes = problem.causes if causes is None else _causes(causes)
    problem.analysis = problem.analysis if analysis is None else analysis.strip()
    spend(problem, minutes, at=at)
    timeline.write(problem, "analyse", by=by, at=at, minutes=minutes)
    return save(problem)


@transaction.atomic
def note(problem, *, by, at, text, minutes=0):
    """How far it is, for everyone who works on it."""
    problem = NOTE.begin(problem, by=by)
    must_say(text=(text, "Write something first."))
    spend(problem, minutes, at=at)
    timeline.write(problem, "note", by=by, at=at, kind=EntryKind.NOTE, text=text.strip(), minutes=minutes)
    return save(problem)


@transaction.atomic
def record_workaround(problem, *, by, at, workaround, minutes=0):
    """What helps until the cause is gone, one step a line: it stands beside every open incident of it from now on."""
    problem = RECORD_WORKAROUND.begin(problem, by=by)
    must_say(workaround=(workaround, "Say what to do, one step a line."))
    problem.workaround = workaround.strip()
    spend(problem, minutes, at=at)
    timeline.write(problem, "record_workaround", by=by, at=at, text=problem.workaround, minutes=minutes)
    return save(problem)


@transaction.atomic
def propose_fix(problem, *, by, at, proposed_fix, root_cause="", minutes=0):
    """What would remove the cause; a change carries it out."""
    problem = PROPOSE_FIX.begin(problem, by=by)
    must_say(proposed_fix=(proposed_fix, "Say what would remove the cause."))
    problem.status, problem.proposed_at = PROPOSE_FIX.target, at
    problem.proposed_fix, problem.root_cause = proposed_fix.strip(), root_cause.strip() or problem.root_cause
    spend(problem, minutes, at=at)
    for known in KnownError.objects.filter(problem=problem, fix=Fix.NONE):
        known.fix = Fix.PROPOSED
        known._history_user, known._history_date = by, at
        known.save()
    timeline.write(problem, "propose_fix", by=by, at=at, text=problem.proposed_fix, minutes=minutes)
    return save(problem)


def _begin(problem, *, by):
    """Whoever works on what is new looks for the cause; what nobody has becomes theirs."""
    if problem.status == Status.NEW:
        problem.status = INVESTIGATE.target
    problem.resolver = problem.resolver or by


def _whys(whys):
    """The answers that were given, in their order."""
    said = [why.strip() for why in whys if why.strip()]
    if len(said) > MOST_WHYS:
        raise ValidationError({"whys": f"Ask why at most {MOST_WHYS} times; then look for the cause elsewhere."})
    return said


def _causes(causes):
    """Branch → possible causes, only those that were named."""
    unknown = sorted(set(causes) - set(BRANCHES))
    if unknown:
        raise ValidationError({"causes": f"There is no branch “{unknown[0]}”. Choose of: {', '.join(BRANCHES)}."})
    said = {branch: [line.strip() for line in causes.get(branch, ()) if line.strip()] for branch in BRANCHES}
    return {branch: lines for branch, lines in said.items() if lines}
