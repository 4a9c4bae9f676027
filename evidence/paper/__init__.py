"""Paper: evidence as a tagged PDF (PDF/UA-1), set by typst from data."""

from pathlib import Path

from evidence.presentation import overview
from evidence.service_levels import ON_PAPER
from evidence.sheets import names_left
from reports.periods import day_words
from reports.words import ON_THE_WALL
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("evidence.typ")


def evidence_pdf(evidence) -> bytes:
    """The evidence on paper; the same evidence makes the same bytes."""
    return set_on_paper(TEMPLATE, _document(evidence), at=evidence.made_at)


def _document(evidence):
    """What the template shows, as plain text."""
    framework, school, period = evidence.framework, evidence.school, evidence.period
    service, chart = evidence.service, evidence.service.chart()
    made = day_words(evidence.made_at.date())
    return {
        "title": f"Evidence: {framework.name}",
        "subtitle": f"{school.name}, {period}",
        "head": masthead(school),
        "footer": f"{school.name} ({school.code}), {period}. Made {made}.",
        "about": [
            f"Framework: {framework.name}. Edition: {framework.edition}.",
            "Every figure was counted from the records of the service desk when this was made, and says how. "
            "Records are those opened in the period. " + _about_names(evidence),
            f"What the school says is of the school year {evidence.year_words}.",
        ],
        "summary": _summary(evidence),
        "overview": [_line(line) for line in overview(evidence)],
        "strands": [_strand(evidence, strand, answers) for strand, answers in evidence.strands],
        "opening": service.opening(),
        "chart": chart and chart["svg"],
        "chart_words": chart and chart["words"],
        "times": f"Times run from opening to being resolved, {ON_THE_WALL}; targets are in support hours.",
        "tables": [
            _table("By month opened", "Month", service.words("month")),
            _table("By priority", "Priority", service.words("priority")),
        ],
        "levels": [{"number": level.number, "says": level.says} for level in framework.levels],
        "notes": [
            framework.notes,
            "The files beside this one hold the same figures and the records they were counted from.",
        ],
    }


def _about_names(evidence):
    """What can honestly be said about names."""
    if names := len(names_left(evidence)):
        who = "one person who asks" if names == 1 else f"{names} people who ask"
        return f"The desk’s own figures name nobody; what the school wrote names {who} for help, left in on purpose."
    return "No pupil and nobody who asked for help is named."


def _summary(evidence):
    ready, all_ = evidence.ready, len(evidence.answers)
    return f"{all_} statements: {ready} lack nothing, {evidence.signed} are signed in the school’s name."


def _line(line):
    return [
        f"{line.strand.key} {line.strand.name}",
        line.said or "–",
        f"{line.ready} of {len(line.answers)}",
        f"{line.signed} of {len(line.answers)}",
        line.before or "–",
    ]


def _strand(evidence, strand, answers):
    level = evidence.level_of(strand)
    said = f"The answers reach level {level}." if level else ""
    return {"name": f"{strand.key} {strand.name}", "said": said, "answers": [_answer(answer) for answer in answers]}


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
    return facts | {"proofs": proofs, "missing": answer.missing, "claim": claim_on_paper(answer)}


def claim_on_paper(answer):
    """What the school says, what stands behind it, and what it said before, as lines; None where it says nothing."""
    claim = answer.claim
    earlier = [f"{each.year_words}: {each.answer_words or 'no answer'}{_signed(each)}" for each in answer.earlier]
    if claim is None:
        return {"claimed": "", "texts": [], "lists": [["Earlier years", earlier]] if earlier else [], "signed": ""}
    texts = [["", claim.commentary], ["Strengths", claim.strengths], ["Areas for development", claim.development]]
    lists = [
        ["Brought", claim.brought],
        ["Records", [_record(found) for _, found in answer.records]],
        ["Documents", [f"{each.name}{f': {each.shows}' if each.shows else ''}" for each in answer.documents]],
        ["Earlier years", earlier],
    ]
    return {
        "claimed": claim.answer_words,
        "texts": [[name, text] for name, text in texts if text],
        "lists": [[name, items] for name, items in lists if items],
        "signed": _written(answer),
    }


def _record(found):
    """A linked record: its number, kind, dates and outcome."""
    days = " to ".join(day_words(day) for day in (found.opened, found.ended) if day)
    return f"{found.kind} {found.reference}: {', '.join(each for each in (days, found.outcome) if each)}"


def _signed(claim):
    return f", signed by {claim.signed_by.name}" if claim.signed_by else ", not signed"


def _written(answer):
    claim = answer.claim
    said = f"Written by {claim.written_by.name}, {day_words(claim.written_at.date())}. "
    said += (
        f"Signed by {claim.signed_by.name}, {day_words(claim.signed_at.date())}." if claim.signed_by else "Not signed."
    )
    said += f" To be looked at again on {day_words(claim.review_on)}." if claim.review_on else ""
    return said + (
        " The statement has been reworded since; this was written under its earlier words."
        if answer.is_reworded
        else ""
    )


def _table(title, what, rows):
    return {"title": title, "head": [what, *ON_PAPER.values()], "rows": rows}
