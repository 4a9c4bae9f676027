"""Paper: evidence as a tagged PDF (PDF/UA-1), set by typst from data."""

from pathlib import Path

from reports import charts, parts, words
from reports.periods import day_words
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("evidence.typ")
COLUMNS = {
    "incidents": "Logged",
    "met": "In time",
    "missed": "Late",
    "undecided": "Not decided",
    "mttr_hours_median": "Median time",
    "mttr_hours_p90": "9 of 10 within",
    "reopened": "Reopened",
    "backlog": "Still open",
}
TIMES = {"mttr_hours_median", "mttr_hours_p90"}


def evidence_pdf(evidence) -> bytes:
    """The evidence on paper; the same evidence makes the same bytes."""
    return set_on_paper(TEMPLATE, _document(evidence), at=evidence.made_at)


def _document(evidence):
    """What the template shows, as plain text."""
    framework, school, period = evidence.framework, evidence.school, evidence.period
    asked = {}
    months = parts.by_month(evidence.report.groups["month",], asked, period)
    chart = parts.month_chart(months) if months else None
    made = day_words(evidence.made_at.date())
    return {
        "title": f"Evidence: {framework.name}",
        "subtitle": f"{school.name}, {period}",
        "footer": f"{school.name} ({school.code}), {period}. Made {made}.",
        "about": [
            f"Framework: {framework.name}. Edition: {framework.edition}.",
            "Every figure was counted from the records of the service desk when this was made, and says how. "
            "Records are those opened in the period. No pupil and nobody who asked for help is named.",
        ],
        "summary": _summary(evidence),
        "strands": [_strand(strand, answers) for strand, answers in evidence.strands],
        "opening": words.opening(evidence.report.totals),
        "chart": chart and charts.columns(chart[0], title="Late and in time, by month", description=chart[1]),
        "chart_words": chart and chart[1],
        "times": f"Times run from opening to being resolved, {words.ON_THE_WALL}; targets are in support hours.",
        "tables": [
            _table("By month opened", "Month", evidence.report.groups["month",], evidence.report.totals),
            _table("By priority", "Priority", evidence.report.groups["priority",], evidence.report.totals),
        ],
        "levels": [{"number": level.number, "says": level.says} for level in framework.levels],
        "notes": [
            framework.notes,
            "The files beside this one hold the same figures and the records they were counted from.",
        ],
    }


def _summary(evidence):
    ready, all_ = evidence.ready, len(evidence.answers)
    return f"{all_} statements; for {ready} of them every figure is known and nothing is left for a person to bring."


def _strand(strand, answers):
    return {"name": f"{strand.key} {strand.name}", "answers": [_answer(answer) for answer in answers]}


def _answer(answer):
    proofs = [
        {
            "heading": proof.figure.heading,
            "words": proof.words,
            "known": proof.is_known,
            "note": proof.found.note,
            "how": proof.figure.how,
        }
        for proof in answer.proofs
    ]
    statement = answer.statement
    facts = {"key": statement.key, "says": statement.says, "level": statement.level}
    return facts | {"proofs": proofs, "missing": answer.missing}


def _table(title, what, groups, totals):
    lines = [(next(iter(group.keys.values())), group.measure) for group in groups]
    rows = [[name, *_cells(measure)] for name, measure in [*lines, ("All", totals)]]
    return {"title": title, "head": [what, *COLUMNS.values()], "rows": rows}


def _cells(measure):
    return [words.hours(value) if name in TIMES else f"{value:,}" for name, value in _named(measure)]


def _named(measure):
    return [(name, getattr(measure, name)) for name in COLUMNS]
