"""Figures in plain sentences: pure functions, the numbers and what they are compared with in, words out.

Nothing is given in per cent of few, nothing more exactly than it is known, and of what isn't known nothing is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reports import words

FEW = 5  # below this on both sides numbers stand side by side: chance alone moves them so far
A_DAY = 24  # hours
BEFORE, LAST_YEAR = "before", "last year"


@dataclass(frozen=True)
class Moved:
    """A figure now, in the time before, and a year ago; None where it isn't known."""

    now: float | None = None
    before: float | None = None
    year_ago: float | None = None


UNKNOWN = Moved()
Figures = Mapping[str, Moved]


@dataclass(frozen=True)
class Against:
    """What figures are compared with, as sentences name it: “in the 20 school days before”; or empty."""

    before: str = ""
    year_ago: str = ""


@dataclass(frozen=True)
class Noun:
    """What is counted: “fault”, “faults” and what became of them: “was reported”, “were reported”."""

    one: str
    many: str
    verb: str = ""
    be: tuple[str, str] = ("was", "were")

    def counted(self, number: float) -> str:
        """So many of it did so: “No fault was reported”, “1 fault was reported”, “27 faults were reported”."""
        is_one = number in (0, 1)
        many = f"{number:,.0f}" if number else "No"
        return " ".join(filter(None, [many, self.one if is_one else self.many, self.be[not is_one], self.verb]))


def moved(noun: Noun, figure: Moved, against: Against) -> str:
    """How a number moved: “Faults fell from 41 in the 20 school days before to 27; 33 in the same days last year.”"""
    if figure.now is None:
        return ""
    return f"{_and_before(noun, figure.now, figure.before, against.before)}{_and_a_year_ago(figure, against)}."


def _and_before(noun, now, before, when):
    if before is None or not when:
        return noun.counted(now)
    if before == now:
        return f"{noun.counted(now)}, {'as' if now == 0 else 'as many as'} {when}"
    if (before >= FEW and now) or (now >= FEW and before):
        return f"{noun.many[:1].upper()}{noun.many[1:]} {_way(now, before)} from {before:,.0f} {when} to {now:,.0f}"
    return f"{noun.counted(now)}, after {f'{before:,.0f}' if before else 'none'} {when}"


def _and_a_year_ago(figure, against):
    if figure.year_ago is None or not against.year_ago:
        return ""
    return f"; {f'{figure.year_ago:,.0f}' if figure.year_ago else 'none'} {against.year_ago}"


def _way(now, before):
    return "rose" if now > before else "fell"


def share(
    part: Moved,
    whole: Moved,
    percent: Moved,
    against: Against,
    *,
    of: tuple[str, str],
    did: str,
    goal: int | None = None,
) -> str:
    """So many of so many: “131 of 150 decided were fixed in time (87%), up from 80% in the 20 school days before.”

    `of` names one and many of the whole, `did` what the part did. Of few no percentage is given.
    """
    if not whole.now or part.now is None:
        return ""
    said = _part(int(part.now), int(whole.now), of, did)
    if percent.now is None:
        return f"{said}."
    shown = words.per_cent(percent.now, goal)
    if part.now not in (0, whole.now):
        said += f" ({'under 1%' if shown == '0%' else shown})"
    return f"{said}{_agreed(percent.now, goal)}{_share_before(percent, against)}."


def _part(part, whole, of, did):
    one, many = of
    if whole == 1:
        return f"The one {one} {'was' if part else 'was not'} {did}"
    if part == whole:
        return f"All {whole:,} {many} were {did}" if whole > 2 else f"Both {many} were {did}"
    if not part:
        return f"None of the {whole:,} {many} was {did}"
    return f"{part:,} of the {whole:,} {many} {'was' if part == 1 else 'were'} {did}"


def _agreed(value, goal):
    if goal is None:
        return ""
    return f", {'above' if value > goal else 'below' if value < goal else 'just'} the agreed {goal}%"


def _share_before(percent, against):
    said = ""
    if percent.before is not None and against.before:
        now, before = round(percent.now), round(percent.before)
        way = "as" if now == before else f"{'up' if now > before else 'down'} from {words.per_cent(percent.before)}"
        said = f", {way} {against.before}"
    if percent.year_ago is not None and against.year_ago:
        said += f"; {words.per_cent(percent.year_ago)} {against.year_ago}"
    return said


def percent_moved(said: str, percent: Moved, against: Against) -> str:
    """A share without the numbers it is of: “34% of the working time went into preventing, up from 30% in …”."""
    if percent.now is None:
        return ""
    return f"{words.per_cent(percent.now)} {said}{_share_before(percent, against)}."


def length(hours: float) -> str:
    """A length of time as people say it: 25 min, 3 h, 40 h, 6 days; never more exact than it helps."""
    if hours >= 3 * A_DAY:
        return f"{round(hours / A_DAY):,} days"
    if hours >= 10:
        return f"{round(hours):,} h"
    if hours >= 1:
        half = round(hours * 2) / 2
        return f"{half:g} h"
    return f"{max(round(hours * 60), 1)} min"


def time_taken(said: str, figure: Moved, against: Against) -> str:
    """“Half were fixed within 3 h, against 5 h in the 20 school days before.” `said` begins the sentence."""
    if figure.now is None:
        return ""
    now, before = length(figure.now), None if figure.before is None else length(figure.before)
    if before is None or not against.before:
        return f"{said} {now}."
    return f"{said} {now}, {'as' if now == before else f'against {before}'} {against.before}."


def amount(noun: str, minutes: Moved, against: Against) -> str:
    """Time lost or spent: “4 h of lesson time were lost, 2 h less than in the 20 school days before.”"""
    now, before = minutes.now, minutes.before
    if now is None:
        return ""
    lost = f"{length(now / 60)} of {noun}" if now else f"No {noun} was lost"
    said = f"{lost} were lost" if now else lost
    if before is None or not against.before:
        return f"{said}."
    if not before:
        return f"{said}, {'after none' if now else 'as'} {against.before}."
    is_same = now and length(before / 60) == length(now / 60)
    return f"{said}, {'as' if is_same else f'against {length(before / 60)}'} {against.before}."


def together(*said: str) -> list[str]:
    """The sentences that say something."""
    return [sentence for sentence in said if sentence]


def shortened(sentences: list[str], against: Against) -> list[str]:
    """What a section is compared with is named in full once; from then on “before” and “last year” will do."""
    said = list(sentences)
    for full, short in ((against.before, BEFORE), (against.year_ago, LAST_YEAR)):
        first = next((place for place, sentence in enumerate(said) if full and full in sentence), None)
        if first is not None:
            said[first + 1 :] = [sentence.replace(full, short) for sentence in said[first + 1 :]]
    return said
