"""A figure beside those of evidence: the share certified, and nobody's name."""

from adoption.measure import HEADING, HOW, certified
from evidence.proofs import TOO_FEW, Value, figure


@figure(HEADING, HOW)
def certified_share(facts):
    found = certified([facts.school], facts.period.last)[facts.school.pk]
    if found.percent is None:
        return Value(None, words=TOO_FEW if found.people else "")
    return Value(round(found.percent, 1), "%", f"{found.holders:,} of {found.people:,}")
