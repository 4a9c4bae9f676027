"""Which rule says who approves: pure, so that page, letter and move can't choose differently."""

from changes.models import Risk, Step
from servicedesk.roles import Permission

RISKS = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)
# What somebody must be allowed to do before they can be asked for a step.
RIGHT = {
    Step.PROCEED: Permission.APPROVE_CHANGES,
    Step.PEER_REVIEW: Permission.RECORD_CHANGES,
    Step.IMPLEMENT: Permission.APPROVE_CHANGES,
    Step.AFTERWARDS: Permission.APPROVE_CHANGES,
}


def nearest(rules, *, school, step, risk):
    """The rule that holds: a school's own before the trust's, then the one for the highest risk that still fits.

    `school`: the id of a school, None for several. A change whose risk nobody has judged yet counts as low.
    None where no rule fits.
    """
    fitting = [
        rule
        for rule in rules
        if rule.step == step and rule.school_id in (school, None) and _rank(rule.risk) <= _rank(risk)
    ]
    return max(fitting, key=lambda rule: (rule.school_id is not None, _rank(rule.risk)), default=None)


def _rank(risk):
    return RISKS.index(risk) if risk in RISKS else 0
