"""September of a school, which the evidence is about."""

from datetime import UTC, date, datetime

from reports.periods import Period

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def proof(gathered, name):
    return next(proof for answer in gathered.answers for proof in answer.proofs if proof.figure.name == name)
