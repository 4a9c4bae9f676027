"""Who should not be the one to approve: said beside the question, and never in the way."""

from changes.models import Step
from servicedesk.roles import Permission


def hats_of(change, step, person):
    """Sentences for whoever is about to answer, or is asked to: many schools have one technician, so it is allowed."""
    if step == Step.AFTERWARDS and change.made_by_id == person.pk:
        yield f"{person.name} made this change. Better that somebody else says whether it was right."
    elif change.implementer_id == person.pk:
        yield f"{person.name} is to make this change as well. Better that somebody else says yes to it."
    elif change.originator_id == person.pk:
        yield f"{person.name} asked for this change as well. Better that somebody else says yes to it."
    if step in (Step.IMPLEMENT, Step.AFTERWARDS) and works_in_support(person, change.school_id):
        yield in_support(person)


def works_in_support(person, school):
    """Does somebody work in ICT support at a school (its id; None: in the whole trust)?"""
    return person.may(Permission.WORK, school)


def in_support(person):
    """The sentence about an approver of the last step."""
    return (
        f"{person.name} works in ICT support here. The last yes is best given by somebody outside it, who knows what "
        "else goes on at the school."
    )
