"""What a check comes to: per cent in place for each process, beside the check before; and the same as plain data.

Yes counts one, partly a half. What nobody answered counts nothing and is said as such; it is never taken for a yes.
"""

from dataclasses import dataclass
from datetime import date, datetime

from healthcheck.models import Answer, HealthCheck
from healthcheck.statements import NAMES


@dataclass(frozen=True)
class ProcessResult:
    """One process: how many statements were answered how, and how much is in place; `before` is of the check before."""

    key: str
    name: str
    yes: int
    partly: int
    no: int
    unanswered: int
    before: int | None = None

    @property
    def asked(self) -> int:
        """How many statements there are."""
        return self.yes + self.partly + self.no + self.unanswered

    @property
    def percent(self) -> int:
        """How much is in place, in whole per cent."""
        return percent(self)

    @property
    def change(self) -> int | None:
        """Points more or less than before; None where there was no check before."""
        return None if self.before is None else self.percent - self.before


@dataclass(frozen=True)
class Result:
    """A check as a whole and process by process, with the check it is compared with."""

    check: HealthCheck
    processes: tuple[ProcessResult, ...]
    whole: ProcessResult
    compared_with: HealthCheck | None


@dataclass(frozen=True)
class Said:
    """One answer as evidence takes it: no name of anybody in it."""

    process: str
    process_name: str
    statement: str
    says: str
    answer: str
    found: str
    found_words: str
    found_how: str
    note: str


@dataclass(frozen=True)
class Latest:
    """The latest finished check of a school, as plain data; the only thing that evidence needs to know of it."""

    reference: str
    first: date
    last: date
    finished_at: datetime
    percent: int
    processes: tuple[ProcessResult, ...]
    answers: tuple[Said, ...]
    path: str


def percent(counted) -> int:
    """Half up, so that 12.5 is 13 on every page."""
    return int((counted.yes + counted.partly / 2) / counted.asked * 100 + 0.5) if counted.asked else 0


def result_of(check: HealthCheck) -> Result:
    """What a check comes to, beside the finished one before it. Three queries."""
    compared = HealthCheck.objects.before(check).first()
    rows = list(Answer.objects.filter(health_check__in=[check, *([compared] if compared else [])]))
    now, before = ([row for row in rows if each and row.health_check_id == each.pk] for each in (check, compared))
    processes = counted_by_process(now, before)
    whole = _count("", "All processes", now, percent(_count("", "", before)) if before else None)
    return Result(check, processes, whole, compared)


def counted_by_process(now: list[Answer], before: list[Answer]) -> tuple[ProcessResult, ...]:
    """Answers by process, in the order of the check; `before`: those to compare with."""
    found = []
    for key, name in {row.process: row.process_name for row in sorted(now, key=lambda row: row.place)}.items():
        earlier = [row for row in before if row.process == key]
        was = percent(_count(key, name, earlier)) if earlier else None
        found.append(_count(key, name, [row for row in now if row.process == key], was))
    return tuple(found)


def latest_of(school, *, until: date | None = None) -> Latest | None:
    """The latest finished check of a school (looking no later than `until`) as data; None without one."""
    finished = HealthCheck.objects.finished().filter(school=school).order_by("-last", "-pk")
    check = (finished.filter(last__lte=until) if until else finished).first()
    if check is None:
        return None
    result = result_of(check)
    answers = tuple(
        Said(
            row.process,
            row.process_name,
            row.statement,
            row.says,
            row.stands,
            row.found,
            row.found_words,
            row.found_how,
            row.note,
        )
        for row in check.answers.all()
    )
    return Latest(
        check.reference,
        check.first,
        check.last,
        check.finished_at,
        result.whole.percent,
        result.processes,
        answers,
        check.get_absolute_url(),
    )


def shares(checks) -> dict[int, int]:
    """Check → per cent in place as a whole; one query however many there are."""
    counted: dict[int, list[str]] = {}
    for pk, answer, found in Answer.objects.filter(health_check__in=checks).values_list(
        "health_check", "answer", "found"
    ):
        counted.setdefault(pk, []).append(answer or found)
    return {pk: percent(_of_words(words)) for pk, words in counted.items()}


def name_of(process: str) -> str:
    """What a process is called today."""
    return NAMES.get(process, process)


def _count(key, name, rows, before=None):
    counted = _of_words([row.stands for row in rows])
    return ProcessResult(key, name, counted.yes, counted.partly, counted.no, counted.unanswered, before)


def _of_words(words):
    return ProcessResult("", "", words.count("yes"), words.count("partly"), words.count("no"), words.count(""))
