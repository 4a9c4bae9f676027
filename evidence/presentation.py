"""Evidence as pages and papers show it: strands in a line each, what is missing, years side by side."""

from dataclasses import dataclass

from evidence import fits
from evidence.framework import Framework, Strand
from evidence.gathering import Answer, Evidence, level_reached
from healthcheck.results import ProcessResult

SHOWN_MISSING = 8  # statements in the overview


@dataclass(frozen=True)
class Line:
    """A strand in the overview."""

    strand: Strand
    answers: tuple[Answer, ...]
    level: int | None
    before: str
    health: ProcessResult | None = None

    @property
    def ready(self):
        """How many statements lack nothing."""
        return sum(answer.is_ready for answer in self.answers)

    @property
    def begun(self):
        """How many have something, though not all."""
        return sum(answer.is_begun for answer in self.answers)

    @property
    def signed(self):
        """How many somebody put their name to."""
        return sum(bool(answer.claim and answer.claim.is_signed) for answer in self.answers)

    @property
    def said(self):
        """What the answers come to: the level, how many are a yes, or the per cent of a health check."""
        if self.health:
            return f"{self.health.percent}% in place"
        return said_of(self.level, [answer.claim for answer in self.answers])


def overview(found: Evidence) -> list[Line]:
    """Every strand, with what it came to in this year and in the last in which anything was said."""
    health = (
        {fits.strand_key(each.key): each for each in found.health.processes if each.key in fits.PROCESS_KEYS}
        if found.health
        else {}
    )
    return [_line(found, strand, answers, health.get(strand.key)) for strand, answers in found.strands]


def _line(found, strand, answers, health):
    if health:
        before = "" if health.before is None else f"{health.before}%"
        return Line(strand, answers, None, before, health)
    return Line(strand, answers, level_reached(found.framework, answers), _before(found, answers))


def said_of(level, claims):
    """“Level 3”, “4 of 6 yes”; "" where nothing was said."""
    if level is not None:
        return f"Level {level}"
    there = [claim for claim in claims if claim and claim.is_answered]
    if not there:
        return ""
    if all(claim.level for claim in there):
        return f"Levels {min(c.level for c in there)} to {max(c.level for c in there)}"
    return f"{sum(claim.answer == 'yes' for claim in there)} of {len(claims)} yes"


def _before(found, answers):
    """The last school year with anything in this strand, and what it came to."""
    years = {claim.year for answer in answers for claim in answer.earlier}
    if not years:
        return ""
    year = max(years)
    then = [_as_of(answer, year) for answer in answers]
    said = said_of(level_reached(found.framework, then), [answer.claim for answer in then])
    return f"{said or 'begun'} in {year}/{(year + 1) % 100:02}"


def _as_of(answer, year):
    """The same statement with what was claimed in an earlier year."""
    claim = next((claim for claim in answer.earlier if claim.year == year), None)
    return Answer(answer.statement, answer.proofs, claim, (), answer.asks_level)


def todo(found: Evidence, strand: Strand | None) -> tuple[list[tuple[Answer, str]], int]:
    """(statement, what it lacks in words), of one strand or of all, and how many more there are."""
    answers = [answer for answer in (dict(found.strands)[strand] if strand else found.answers) if not answer.is_ready]
    shown = answers if strand else answers[:SHOWN_MISSING]
    return [(answer, lacks(answer)) for answer in shown], len(answers) - len(shown)


def lacks(answer: Answer) -> str:
    """What a statement lacks, as one sentence: what is to bring first, then what is to be said."""
    things = [*answer.to_bring, *(f"figure not known: {name}" for name in answer.unknown)]
    said = [each.lower() for each in answer.unsaid]
    last = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)
    words = "; ".join([*things, *([last] if last else [])])
    return f"{words[:1].upper()}{words[1:]}."


def status_of(answer: Answer) -> tuple[str, str, str]:
    """(kind, sign, words) of a statement's status."""
    if answer.is_ready:
        return "ok", "check", "Ready"
    if answer.answered_elsewhere:
        return "paused", "pause", "Not answered"
    if answer.claim is None:
        return "paused", "pause", "Nothing said yet"
    return "warn", "late", f"{len(answer.missing)} missing"


def side_by_side(framework: Framework, answer: Answer) -> list:
    """The claims about a statement, the latest year first; with no more than one there is nothing to compare."""
    claims = [*([answer.claim] if answer.claim else []), *answer.earlier]
    return claims if len(claims) > 1 else []
