"""Evidence: a framework with its figures filled in from live records, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evidence import editions, records
from evidence.facts import Facts
from evidence.framework import Framework, Statement, Strand
from evidence.models import Answer as Said
from evidence.models import Claim, Document
from evidence.proofs import FIGURES, Figure, Value
from evidence.service_levels import Service
from evidence.years import year_of, year_words
from healthcheck.results import Latest
from reports.catalogue import MEASURES
from reports.periods import Period, day_words
from servicedesk.models import School


@dataclass(frozen=True)
class Proof:
    """One figure that speaks to a statement."""

    figure: Figure
    found: Value

    @property
    def is_known(self):
        """Could it be worked out?"""
        return self.found.value is not None or bool(self.found.words)

    @property
    def words(self):
        """The value as people read it."""
        value, unit = self.found.value, self.found.unit
        if self.found.words:
            return self.found.words
        if value is None:
            return "Not known"
        if isinstance(value, date):
            return day_words(value)
        if isinstance(value, int | float):
            value = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
        return f"{value}{unit}" if unit == "%" else f"{value} {unit}".strip()


LEVEL, ANSWER, COMMENTARY, SIGNATURE = "The level claimed", "The answer", "A commentary", "A signature"


@dataclass(frozen=True)
class Answer:
    """A statement with its proofs, what the school says of it in the year, and what it said in earlier ones."""

    statement: Statement
    proofs: tuple[Proof, ...]
    claim: Claim | None = None
    earlier: tuple[Claim, ...] = ()
    asks_level: bool = False
    answered_elsewhere: bool = False

    @property
    def missing(self):
        """What is still missing, in words: figures that aren't known, what a person brings, and what they say."""
        return [*self.unknown, *self.to_bring, *self.unsaid]

    @property
    def unknown(self):
        """The figures that aren't known yet, by their headings."""
        return [proof.figure.heading for proof in self.proofs if not proof.is_known]

    @property
    def to_bring(self):
        """What a person has to bring and has not."""
        there = self.claim.brought if self.claim else []
        return [item for item in self.statement.bring if item not in there]

    @property
    def unsaid(self):
        """What nobody said yet: answer or level, commentary, signature."""
        if self.answered_elsewhere:
            return []
        claim, what = self.claim, LEVEL if self.asks_level else ANSWER
        if claim is None:
            return [what, COMMENTARY, SIGNATURE]
        there = {what: claim.is_answered, COMMENTARY: claim.commentary, SIGNATURE: claim.is_signed}
        return [words for words, found in there.items() if not found]

    @property
    def is_ready(self):
        """Is nothing missing?"""
        return not self.missing

    @property
    def is_begun(self):
        """Is there anything, though not all?"""
        return not self.is_ready and (self.claim is not None or any(proof.is_known for proof in self.proofs))

    @property
    def is_reworded(self):
        """Was the claim written under other words than the statement has now?"""
        return self.claim is not None and self.claim.says != self.statement.says

    @property
    def records(self):
        """The linked records, without anybody's name or words, each with its link."""
        return [(link, records.shown(link)) for link in self.claim.links.all()] if self.claim else []

    @property
    def documents(self) -> Sequence[Document]:
        """The documents of the claim."""
        return list(self.claim.documents.all()) if self.claim else []


@dataclass(frozen=True)
class Evidence:
    """The answers of one school for one period."""

    framework: Framework
    school: School
    period: Period
    made_at: datetime
    strands: tuple[tuple[Strand, tuple[Answer, ...]], ...]
    service: Service
    year: int
    health: Latest | None = None  # the check that fills the framework in, where one does

    @property
    def year_words(self):
        """The school year of what is claimed: the one in which the period ends."""
        return year_words(self.year)

    @property
    def answers(self):
        """Every answer, in order."""
        return [answer for _, answers in self.strands for answer in answers]

    @property
    def ready(self):
        """How many answers lack nothing."""
        return sum(answer.is_ready for answer in self.answers)

    @property
    def begun(self):
        """How many answers have something, though not all."""
        return sum(answer.is_begun for answer in self.answers)

    @property
    def signed(self):
        """How many answers somebody put their name to."""
        return sum(bool(answer.claim and answer.claim.is_signed) for answer in self.answers)

    def level_of(self, strand):
        """The level that the answers of a strand reach: every statement of it and of the levels below is a yes."""
        return level_reached(self.framework, dict(self.strands)[strand])

    @property
    def years(self):
        """The school years in which anything was claimed, the latest first."""
        there = {claim.year for answer in self.answers for claim in answer.earlier}
        return sorted(there | {self.year}, reverse=True)


def level_reached(framework: Framework, answers: Sequence[Answer]) -> int | None:
    """The best level, 1 the highest, up to which every statement is answered with yes; None where there is none."""
    reached = None
    for level in sorted((level.number for level in framework.levels), reverse=True):
        of_level = [answer.claim for answer in answers if answer.statement.level == level]
        if not all(claim and claim.answer == Said.YES for claim in of_level):
            break
        reached = level if of_level else reached
    return reached


def gather(framework: Framework, *, school: School, period: Period, at: datetime) -> Evidence:
    """Fill a framework in with what the desk knows about a school and a period, and what the school says of itself."""
    editions.check(framework)
    year = year_of(period.last)
    claims = _claims(school, framework, year)
    facts = _facts(school, period, at, framework.statements)
    strands = tuple(
        (strand, tuple(answer_of(framework, statement, facts, claims, year) for statement in strand.statements))
        for strand in framework.strands
    )
    health = facts.health if framework.is_health_check else None
    return Evidence(framework, school, period, at, strands, Service(facts), year, health)


def gather_one(framework: Framework, statement: Statement, *, school: School, period: Period, at: datetime) -> Answer:
    """The same for one statement."""
    year = year_of(period.last)
    facts = _facts(school, period, at, [statement])
    return answer_of(framework, statement, facts, _claims(school, framework, year, statement.key), year)


def _facts(school, period, at, statements) -> Facts:
    """What is known, with every measure that the statements name asked for together."""
    facts = Facts(school, period, at)
    facts.ask(name for statement in statements for name in statement.figures if name in MEASURES)
    return facts


def answer_of(framework, statement, facts, claims, year) -> Answer:
    """One statement, filled in."""
    theirs = claims.get(statement.key, [])
    now = next((claim for claim in theirs if claim.year == year), None)
    earlier = tuple(claim for claim in theirs if claim.year < year)
    figures = [FIGURES[name] for name in statement.figures]
    proofs = tuple(Proof(figure, figure.work_out(facts)) for figure in figures)
    kind = {"asks_level": framework.asks_level(statement), "answered_elsewhere": framework.is_health_check}
    return Answer(statement, proofs, now, earlier, **kind)


def _claims(school, framework, year, *statements):
    """Statement → its claims up to a year, the latest first."""
    found = Claim.objects.about(school, framework.key).filter(year__lte=year).order_by("-year").whole()
    claims: dict[str, list[Claim]] = {}
    for claim in found.filter(statement__in=statements) if statements else found:
        claims.setdefault(claim.statement, []).append(claim)
    return claims
