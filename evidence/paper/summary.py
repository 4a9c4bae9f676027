"""One page for the self-evaluation form and for governors: what the school says, and what speaks for it."""

from pathlib import Path

from evidence.presentation import overview
from reports.periods import day_words
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("summary.typ")
MOST_LINES = 4  # of strengths and of areas for development
LONGEST = 170  # letters of one of them
HEADLINES = (
    *("met_percent", "urgent_met_percent", "lessons_stopped", "lesson_minutes"),
    *("satisfied_percent", "incidents"),
)
MOST_FIGURES = 6


def summary_pdf(evidence) -> bytes:
    """The page; the same evidence makes the same bytes."""
    return set_on_paper(TEMPLATE, document(evidence), at=evidence.made_at)


def document(evidence):
    """What the template shows, as plain text."""
    framework, school, period = evidence.framework, evidence.school, evidence.period
    lines = overview(evidence)
    return {
        "title": f"{framework.name}: where we are",
        "subtitle": f"{school.name}, {period}",
        "head": masthead(school),
        "opening": evidence.service.opening(),
        "said": _said(evidence),
        "strands": [
            [
                f"{each.strand.key} {each.strand.name}",
                each.said or "–",
                f"{each.ready} of {len(each.answers)}",
                each.before or "–",
            ]
            for each in lines
        ],
        "figures": _figures(evidence),
        "strengths": _texts(evidence, "strengths"),
        "development": _texts(evidence, "development"),
        "missing": _missing(lines),
        "notes": f"{framework.edition}. {framework.notes}",
        "footer": f"{school.name} ({school.code}). Made {day_words(evidence.made_at.date())} from the evidence of "
        f"{evidence.year_words}. Names nobody who asked for help unless the school left a name in on purpose.",
    }


def _said(evidence):
    return (
        f"{len(evidence.answers)} statements: {evidence.ready} lack nothing, {evidence.signed} are signed in the "
        f"school’s name."
    )


def _figures(evidence):
    """The headline figures that this framework asks for, each once."""
    found = {proof.figure.name: proof for answer in evidence.answers for proof in answer.proofs}
    names = [name for name in HEADLINES if name in found and found[name].is_known]
    rest = [name for name, proof in found.items() if name not in HEADLINES and proof.is_known]
    return [
        [found[name].figure.heading, found[name].words, found[name].found.note]
        for name in [*names, *rest][:MOST_FIGURES]
    ]


def _texts(evidence, name):
    """The first lines of what was written, signed statements first."""
    claims = [answer.claim for answer in evidence.answers if answer.claim and getattr(answer.claim, name)]
    claims.sort(key=lambda claim: not claim.is_signed)
    return [f"{claim.statement}: {_short(getattr(claim, name))}" for claim in claims[:MOST_LINES]]


def _short(text):
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def _missing(lines):
    open_ = [(each.strand, len(each.answers) - each.ready) for each in lines if each.ready < len(each.answers)]
    return "; ".join(f"{strand.key} {strand.name}: {number}" for strand, number in open_) or "Nothing."
