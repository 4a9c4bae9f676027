"""What happens when a draft is put in force, before it is: in words, in clocks, and what is still missing."""

from dataclasses import dataclass

from sla import reevaluations
from sla.agreement_differences import Difference, differences
from sla.agreement_rules import not_ready
from sla.calendars import current_version
from sla.models import AgreementVersion
from sla.reevaluations import AgreementChange, Effect


@dataclass(frozen=True)
class Preview:
    """`before`: the wording in force, or None. `effect`: on the clocks that run, if they get the new targets too."""

    before: AgreementVersion | None
    differences: list[Difference]
    effect: Effect
    missing: list[str]


def preview(version, *, at) -> Preview:
    """What a draft changes if it is put in force at `at`; nothing is written."""
    before = version.agreement.versions.in_force().first()
    return Preview(
        before=before,
        differences=differences(before, version),
        effect=reevaluations.foresee(AgreementChange(version), at=at) if before else Effect(),
        missing=not_ready(version, calendar=current_version(version.agreement.school), at=at),
    )
