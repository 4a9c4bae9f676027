"""An agreement on paper, to sign and to hand round."""

from pathlib import Path

from django.utils.timezone import localtime

from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper
from sla.calendars import current_version, school_year_of
from sla.models import AgreementKind, AgreementVersion
from sla.promise_words import pauses_in_words, steps_in_words, targets_in_words
from sla.year_page import hours_of_types

TEMPLATE = Path(__file__).with_name("agreement.typ")
BLANKS = 2  # empty lines for names, where nobody has signed yet


def agreement_pdf(version: AgreementVersion, *, at) -> bytes:
    """One wording of an agreement as a tagged PDF."""
    return set_on_paper(TEMPLATE, _document(version, at=at), at=at)


def _document(version, *, at):
    """What the template shows, as plain text."""
    agreement = version.agreement
    calendar = current_version(agreement.school)
    school = agreement.school.name if agreement.school else "Every school of the trust"
    return {
        "title": agreement.name,
        "head": masthead(agreement.school, path=version.get_absolute_url()),
        "subtitle": f"{agreement.get_kind_display()}, version {version.number}",
        "footer": f"{agreement.name}, version {version.number}. Printed {_day(localtime(at).date())}.",
        "warning": _warning(version),
        "facts": [[name, said] for name, said in _facts(version, school) if said],
        "hours": [[name, said] for name, said in _hours(calendar)],
        "known": _known(calendar),
        "targets": [
            [
                f"P{row.priority}",
                *_promised(row.response, row.response_goal),
                *_promised(row.resolution, row.resolution_goal),
            ]
            for row in targets_in_words(version.targets.all())
        ],
        "pauses": f"It stops while we wait for {pauses_in_words(version.pause_reasons)}.",
        "steps": [[moment, told[:1].upper() + told[1:]] for moment, told in steps_in_words(_steps(version))],
        "after": [
            f"A record closes by itself {_days(version.close_after_days)} after it was fixed, unless somebody objects.",
            f"It can be reopened for {_days(version.reopen_days)} after it was closed. Later a new record is opened.",
        ],
        "texts": [[name, said] for name, said in _texts(version) if said],
        "signatures": [[s.name, s.position, _day(s.signed_on)] for s in version.signatures.all()],
        "blanks": BLANKS if not version.signatures.exists() else 0,
    }


def _warning(version):
    if version.state == AgreementVersion.State.DRAFT:
        return "This is a draft. Nothing in it is promised until it is in force."
    if version.state == AgreementVersion.State.SUPERSEDED:
        return "This version is no longer in force."
    return ""


def _facts(version, school):
    agreement = version.agreement
    services = ", ".join(service.name for service in version.services.all())
    yield "Holds for", school
    yield "Promised by", agreement.team.name if agreement.team else agreement.supplier
    yield "Services", services or "All services of the catalogue"
    yield "In force from", _moment(version.in_force_from)
    yield "Until", _moment(version.in_force_until)
    yield "To be reviewed by", _day(version.review_on) if version.review_on else ""


def _hours(calendar):
    found = hours_of_types(school_year_of(calendar)) if calendar else []
    return [(name, "; ".join(lines)) for name, lines in found]


def _known(calendar):
    if calendar is None:
        return "There is no calendar yet, so no time can be counted."
    until = f" Its dates are known until {_day(calendar.known_until)}." if calendar.known_until else ""
    return f"These are the hours of “{calendar.calendar.name}”, version {calendar.number}.{until}"


def _promised(words, goal):
    return [words, f"{goal} of 100 cases"] if words else ["Nothing promised", "–"]


def _texts(version):
    kind = version.agreement.kind
    yield "Who promises what to whom", version.parties
    yield (
        "What users do for it to work" if kind == AgreementKind.SERVICE_LEVEL else "What the other side does",
        version.duties,
    )
    yield "What it does not cover", version.exclusions


def _steps(version):
    return version.steps.select_related("pass_to")


def _days(number):
    return "1 school day" if number == 1 else f"{number} school days"


def _moment(moment):
    return _day(localtime(moment).date()) if moment else ""


def _day(day):
    return f"{day.day} {day:%B %Y}"
