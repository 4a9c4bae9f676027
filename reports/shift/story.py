"""The shift in plain sentences, made of the figures and of nothing else."""

from incidents.presentation.words import several
from reports import words
from reports.shift.fixes import Effect
from reports.shift.ground import Ground
from reports.shift.measure import Shift, Totals

NOTHING_YET = (
    "Nothing but faults and requests has been written down here so far: no problem, no maintenance, no change. "
    "This page begins to tell when the first problem is raised or the first maintenance round is done."
)
BEFORE = "as many school days before"
NO_TIME = "Too little working time is written down to say how much of it prevents faults."


def time(minutes: int) -> str:
    """Working time as people say it: 2 h 40 min, from ten hours on in whole hours."""
    return f"{round(minutes / 60):,} h" if minutes >= 600 else words.hours(minutes / 60)


def opening(shift: Shift) -> list[str]:
    """What a head teacher needs to know first: where the time goes, who finds the faults, what it cost lessons."""
    said = [] if shift.is_proactive else [NOTHING_YET]
    if shift.is_proactive:
        said.append(prevention(shift))
    said += [*found_first(shift.totals), *lesson_time(shift), *came_back(shift), *prevented(shift.effect)]
    return said


def prevention(shift: Shift) -> str:
    """The share of working time that prevents, against the time before."""
    now, before = shift.totals.proactive_percent, shift.earlier.proactive_percent
    if now is None:
        return NO_TIME
    against = "" if before is None else f", {_against(round(now), round(before))}"
    return f"{words.per_cent(now)} of the working time written down went into prevention{against}."


def _against(now, before):
    if now == before:
        return f"as in {BEFORE}"
    return f"{'up' if now > before else 'down'} from {before}% in {BEFORE}"


def found_first(totals: Totals) -> list[str]:
    """How many faults were found before anybody had to complain."""
    if not totals.faults:
        return []
    found = totals["found_by_us"]
    if totals.faults == 1:
        return [f"The one fault was {'found by us' if found else 'reported by somebody'}."]
    of = f"of {totals.faults:,} faults"
    if not found:
        return [f"None {of} was found before somebody had to complain."]
    return [f"{found:,} {of} {'was' if found == 1 else 'were'} found before anybody had to complain."]


def lesson_time(shift: Shift) -> list[str]:
    """What it cost lessons, and what known workarounds saved."""
    now, before = shift.totals["lesson_minutes"], shift.earlier["lesson_minutes"]
    if not now and not before:
        return []
    change = now - before
    against = f", {time(abs(change))} {'more' if change > 0 else 'less'} than in {BEFORE}" if before and change else ""
    lost = f"{time(now)} of lessons were lost" if now else "No lesson time was lost"
    saved = shift.totals["lessons_saved"]
    also = f"; {several(saved, 'lesson', 'lessons')} went on by a known workaround" if saved else ""
    return [f"{lost}{against}{also}."]


def came_back(shift: Shift) -> list[str]:
    """How many faults came back, against the time before."""
    now, before = shift.totals.repeats_percent, shift.earlier.repeats_percent
    if now is None:
        return []
    against = "" if before is None else f", {_against(round(now), round(before))}"
    return [f"{words.per_cent(now)} of the faults came back within 30 days of one before{against}."]


def prevented(effect: Effect | None) -> list[str]:
    """What the removed causes were worth, with the interval that luck leaves."""
    if effect is None:
        return []
    if effect.is_too_early:
        return ["It is too early to say what the removed causes were worth."]
    return [f"Where a cause was removed, {worth(effect)}."]


def worth(effect: Effect) -> str:
    """One effect in words: 9 faults before, 2 since: 7 prevented (from 1 to 9)."""
    if effect.is_too_early:
        return "too early to say"
    came = f"{several(effect.before, 'fault', 'faults')} came before and {effect.after:,} in as many school days since"
    return f"{came}: {prevented_words(effect)}"


def prevented_words(effect: Effect) -> str:
    """How many were prevented, and between what bounds: 7 prevented (3 to 9); what may be luck is called so."""
    if effect.prevented is None or effect.prevented_interval is None:
        return "too early to say"
    low, high = effect.prevented_interval
    between = f"({'fewer' if low is None else _whole(low)} to {_whole(high)})"
    if effect.prevented > 0 and low is not None and low > 0:
        return f"{effect.prevented:,} prevented {between}"
    if effect.prevented < 0 and high < 0:
        return f"{-effect.prevented:,} more came {between}"
    return f"{_signed(effect.prevented)} prevented {between}, which may be luck"


def _whole(number):
    return _signed(round(number))


def _signed(number):
    return f"−{-number:,}" if number < 0 else f"{number:,}"


def where(ground: Ground, *, everything: bool) -> str:
    """Of which schools it speaks."""
    if len(ground.schools) == 1:
        return ground.schools[0].name
    return "All schools" if everything else ", ".join(school.name for school in ground.schools)
