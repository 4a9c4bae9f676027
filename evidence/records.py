"""Records that speak to a claim, as evidence shows them: reference, kind, dates, outcome; nobody's name or words."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assets.models import Asset
from changes.models import Change
from evidence.models import Link
from incidents.models import Incident
from maintenance.models import Round
from problems.models import Problem
from servicedesk.strict import whole_number

# kind → (model, how its references begin); an asset is named by its tag instead
MODELS = {"incident": (Incident, ""), "problem": (Problem, "PR"), "change": (Change, "C"), "round": (Round, "M")}
KIND_CHOICES = [
    ("incident", "Incident or request"),
    ("problem", "Problem"),
    ("change", "Change"),
    ("round", "Maintenance round"),
    ("asset", "Asset"),
]
KIND_WORDS = dict(KIND_CHOICES)


@dataclass(frozen=True)
class Shown:
    """A linked record in a pack or on a page."""

    reference: str
    kind: str
    opened: date | None
    ended: date | None
    outcome: str


def find(kind, reference, *, school, by):
    """A record of a school by what people call it, among those the person may see; None when there is none."""
    said = " ".join(reference.split())
    if kind == "asset":
        return Asset.objects.visible_to(by).filter(school=school, tag__iexact=said).first()
    model, begins = MODELS[kind]
    number = said.upper().removeprefix("#").removeprefix(begins)
    return model.objects.visible_to(by).filter(school=school, pk=whole_number(number)).first()


def shown(link: Link) -> Shown:
    """A linked record without anybody's name or words."""
    return SHOWS[link.kind](link.record)


def _day(moment):
    return moment and timezone.localtime(moment).date()


def _incident(found):
    kind = found.get_kind_display()
    return Shown(found.reference, kind, found.opened_on, _day(found.resolved_at), found.get_status_display())


def _problem(found):
    ended = _day(found.resolved_at or found.closed_at)
    return Shown(found.reference, "Problem", found.raised_on, ended, found.get_status_display())


def _change(found):
    outcome = found.get_outcome_display() if found.outcome else found.get_status_display()
    return Shown(found.reference, "Change", found.raised_on, found.made_on, outcome)


def _round(found):
    return Shown(found.reference, "Maintenance round", found.opens, found.done_on, found.get_status_display())


def _asset(found):
    return Shown(found.tag, "Asset", found.bought_on, None, found.get_state_display())


SHOWS = {"incident": _incident, "problem": _problem, "change": _change, "round": _round, "asset": _asset}
