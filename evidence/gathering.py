"""Evidence: a framework with its figures filled in from live records, and what is still missing."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from evidence.framework import Framework, Statement, Strand, WrongFramework, load
from evidence.proofs import FIGURES, HOURS, Facts, Figure, Value
from reports.measures import Report
from reports.periods import Period, day_words
from reports.words import hours
from servicedesk.models import School


@dataclass(frozen=True)
class Proof:
    """One figure that speaks to a statement."""

    figure: Figure
    found: Value

    @property
    def is_known(self):
        """Could it be worked out?"""
        return self.found.value is not None

    @property
    def words(self):
        """The value as people read it."""
        value, unit = self.found.value, self.found.unit
        if value is None:
            return "Not known"
        if isinstance(value, date):
            return day_words(value)
        if unit == HOURS:
            return hours(value)
        if isinstance(value, int | float):
            value = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
        return f"{value}{unit}" if unit == "%" else f"{value} {unit}".strip()


@dataclass(frozen=True)
class Answer:
    """A statement with its proofs."""

    statement: Statement
    proofs: tuple[Proof, ...]

    @property
    def missing(self):
        """What is still missing, in words: figures that aren't known yet, and what a person has to bring."""
        return [*self.unknown, *self.statement.bring]

    @property
    def unknown(self):
        """The figures that aren't known yet, by their headings."""
        return [proof.figure.heading for proof in self.proofs if not proof.is_known]

    @property
    def is_ready(self):
        """Is nothing missing?"""
        return not self.missing


@dataclass(frozen=True)
class Evidence:
    """The answers of one school for one period."""

    framework: Framework
    school: School
    period: Period
    made_at: datetime
    strands: tuple[tuple[Strand, tuple[Answer, ...]], ...]
    report: Report

    @property
    def answers(self):
        """Every answer, in order."""
        return [answer for _, answers in self.strands for answer in answers]

    @property
    def ready(self):
        """How many answers lack nothing."""
        return sum(answer.is_ready for answer in self.answers)


def gather(framework: Framework, *, school: School, period: Period, at: datetime) -> Evidence:
    """Fill a framework in with what the desk knows about a school and a period."""
    check(framework)
    facts = Facts(school, period, at.astimezone(ZoneInfo(school.zone)).date())
    strands = tuple((strand, _answers(strand, facts)) for strand in framework.strands)
    return Evidence(framework, school, period, at, strands, facts.report)


def check(framework: Framework) -> None:
    """Refuse a framework that asks for a figure nobody can work out."""
    for statement in framework.statements:
        for name in statement.figures:
            if name not in FIGURES:
                raise WrongFramework(f"Statement {statement.key} asks for {name}, which is no figure of ours.")


def framework_called(key: str) -> Framework:
    """A framework by its key, checked. Raises WrongFramework."""
    framework = load(key)
    check(framework)
    return framework


def _answers(strand, facts):
    return tuple(Answer(statement, _proofs(statement, facts)) for statement in strand.statements)


def _proofs(statement, facts):
    figures = [FIGURES[name] for name in statement.figures]
    return tuple(Proof(figure, figure.work_out(facts)) for figure in figures)
