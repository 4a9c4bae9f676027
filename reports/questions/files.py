"""The answer to a question as files: CSV, a spreadsheet, and paper."""

from pathlib import Path

from incidents.presentation.words import several
from reports import charts
from reports.periods import day_words
from reports.questions.answers import Answer
from reports.questions.definitions import UNITS
from servicedesk.paper import set_on_paper
from servicedesk.tables import workbook

TEMPLATE = Path(__file__).parents[1] / "paper" / "question.typ"
PDF = "application/pdf"
MOST_LINES = 400  # on paper; the files have all


def rows(answer: Answer) -> list[list]:
    """A line of headings, then one for each part, and the whole."""
    head = [answer.heading or "Period", *(measure.heading for measure in answer.measures)]
    by_key = [{part.key: part.value for part in each.parts} for each in answer.found]
    parts = [[words, *(_plain(values.get(key)) for values in by_key)] for key, words in answer.keys.items()]
    return [head, *parts, ["Together" if parts else str(answer.query.asked), *(_plain(f.value) for f in answer.found)]]


def _plain(value):
    return None if value is None else round(value, 2)


def book(answer: Answer) -> bytes:
    """A spreadsheet: what was asked, the figures, and how each is computed."""
    about: list[list] = [
        ["Question", answer.title],
        ["Where", answer.place],
        ["From", answer.query.asked.first],
        ["Until", answer.query.asked.last],
        *([["Only", answer.narrowed]] if answer.narrowed else []),
        [],
        *([each.measure.heading, _plain(each.value)] for each in answer.found),
    ]
    how = [["Measure", "Unit", "How", "From what", "Small numbers"]]
    how += [[m.heading, UNITS[m.unit], m.how, m.source, m.small] for m in answer.measures]
    return workbook(about, {"Figures": rows(answer), "How it is computed": how})


def pdf(answer: Answer, *, title: str = "") -> bytes:
    """The answer on paper; the same answer makes the same bytes."""
    ground = answer.query.ground
    lines = [[line.words, *(figure.words for figure in line.figures)] for line in answer.lines[:MOST_LINES]]
    left = len(answer.lines) - len(lines)
    whole = ["Together", *(each.words for each in answer.found)]
    document = {
        "title": title or answer.title,
        "subtitle": f"{answer.place}, {answer.query.asked}" + (f". Only: {answer.narrowed}" if answer.narrowed else ""),
        "footer": f"Made {day_words(ground.today)}.",
        "columns": [answer.heading or "", *(measure.heading for measure in answer.measures)],
        "rows": [*lines, whole],
        "left": f"{several(left, 'line is', 'lines are')} left out here: the spreadsheet has all." if left > 0 else "",
        "charts": [_chart(drawing) for drawing in answer.drawings],
        "how": [[measure.heading, f"{measure.how} {measure.small}".strip()] for measure in answer.measures],
    }
    return set_on_paper(TEMPLATE, document, at=ground.at)


def _chart(drawing):
    svg = charts.columns(drawing.points, title=drawing.measure.heading, description=drawing.words)
    return {"title": drawing.measure.heading, "note": drawing.note, "svg": svg, "alt": drawing.words}


def file_name(answer: Answer, ending: str) -> str:
    """What the file is called."""
    school = answer.query.cleaned_data["school"]
    days = f"{answer.query.asked.first}-{answer.query.asked.last}"
    return f"question-{school.code.lower() if school else 'all'}-{days}.{ending}"
