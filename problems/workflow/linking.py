"""Which incidents a problem caused. An incident has one cause."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.moves import hold
from problems import timeline
from problems.models import ProblemIncident
from problems.moves import LINK, UNLINK
from problems.workflow.record import save


@transaction.atomic
def link(problem, *, by, at, incidents):
    """These incidents come from it too; what they name is touched by it."""
    problem = LINK.begin(problem, by=by)
    hold(*incidents)
    new = attach(problem, incidents, by=by, at=at)
    if not new:
        raise ValidationError({"incidents": "Name at least one record that is not linked to it already."})
    timeline.write(problem, "link", by=by, at=at, incidents=[incident.pk for incident in new])
    return save(problem)


@transaction.atomic
def unlink(problem, *, by, at, incidents):
    """These incidents have another cause; nothing else of them changes."""
    problem = UNLINK.begin(problem, by=by)
    gone = problem.links.filter(incident__in=[incident.pk for incident in incidents])
    numbers = sorted(gone.values_list("incident_id", flat=True))
    if not numbers:
        raise ValidationError({"incidents": "Choose at least one record that is linked to it."})
    gone.delete()
    timeline.write(problem, "unlink", by=by, at=at, incidents=numbers)
    return save(problem)


def attach(problem, incidents, *, by, at):
    """Link locked incidents, with the things and rooms they name. Returns those that were not linked to it before."""
    _check_school(problem, incidents)
    causes = _causes_of(incidents)
    elsewhere = [f"{pk} belongs to {cause.reference} already." for pk, cause in causes.items() if cause != problem]
    if elsewhere:
        raise ValidationError({"incidents": f"{' '.join(elsewhere)} An incident has one cause: unlink it there first."})
    new = [incident for incident in {each.pk: each for each in incidents}.values() if incident.pk not in causes]
    made = {"problem": problem, "linked_by": by, "linked_at": at}
    ProblemIncident.objects.bulk_create(ProblemIncident(incident=incident, **made) for incident in new)
    problem.assets.add(*{incident.asset_id for incident in new} - {None})
    problem.rooms.add(*{incident.room_id for incident in new} - {None})
    return new


def _check_school(problem, incidents):
    strange = [incident for incident in incidents if problem.school_id and incident.school_id != problem.school_id]
    if strange:
        raise ValidationError(
            {"incidents": f"{strange[0].reference} belongs to another school than the problem: {problem.school.name}."}
        )


def _causes_of(incidents):
    """The problem each of them belongs to, by the number of the incident; those without a cause are left out."""
    found = ProblemIncident.objects.filter(incident__in=[incident.pk for incident in incidents])
    return {each.incident_id: each.problem for each in found.select_related("problem").order_by("incident")}
