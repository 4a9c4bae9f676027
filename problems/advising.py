"""The register speaks up while somebody reports a fault, and beside a record that somebody works on."""

from django.urls import reverse

from incidents.advice import Advice, adviser, listener
from incidents.panels import Section, panel
from incidents.presentation.words import several
from problems import workflow
from problems.candidates import best_for, fault_of
from problems.known_error_moves import USE
from problems.models import KnownError, KnownErrorUse
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

BESIDE = 3  # shown beside a record
KEY = "K"


@adviser
def what_helped(circumstances):
    """What has helped with such a fault: everyone is told what is published, the desk all it may see."""
    school, to = circumstances.school, circumstances.to
    known = KnownError.objects.visible_to(to).at(school).in_use()
    for_desk = circumstances.for_desk and to.may(Permission.SEE_PROBLEMS, school)
    fault = fault_of(
        category=circumstances.category,
        asset=circumstances.asset,
        room=circumstances.room,
        words=circumstances.words,
    )
    found = best_for(fault, known=known if for_desk else known.published(), for_desk=for_desk, most=BESIDE)
    return [_advice(each, for_desk=for_desk) for each in found]


def _advice(found, *, for_desk):
    known = found.known
    return Advice(
        key=known.reference,
        title=known.title,
        steps=tuple(known.steps),
        why=f"This helped {several(found.people, 'person', 'people')}." if found.people else "",
        url=known.get_absolute_url() if for_desk else reverse("problems:help_entry", args=[known.pk]),
        helped=found.people,
        said_at=reverse("problems:worked", args=[known.pk]),
    )


@listener
def count(key, *, incident, by, at, helped):
    """What was tried before a record was logged counts on it; one that is offered no more stands in nobody's way."""
    number = whole_number(key.removeprefix(KEY))
    known = KnownError.objects.visible_to(by).at(incident.school).in_use().filter(pk=number).first()
    if known and USE.possible(known, by):
        saved = helped and incident.lesson_stopped
        workflow.use_known_error(known, by=by, at=at, helped=helped, incident=incident, lesson_saved=saved)


@panel
def known_errors_of(incident, *, reader, at):
    """Up to three known errors that fit a record, each with what was said of it there."""
    if not reader.may(Permission.SEE_PROBLEMS, incident.school_id) or not incident.is_open:
        return
    fault = fault_of(
        category=incident.category,
        asset=incident.asset,
        room=incident.room,
        words=f"{incident.summary} {incident.description}",
    )
    known = KnownError.objects.in_register_of(reader).at(incident.school_id).in_use()
    found = best_for(fault, known=known, for_desk=True, most=BESIDE)
    if found:
        said = dict(KnownErrorUse.objects.filter(incident=incident).values_list("known_error", "helped"))
        lines = [(each, said.get(each.known.pk)) for each in found]
        yield Section("Known errors", template="problems/_suggested.html", facts={"incident": incident, "lines": lines})
