"""The service report on paper: a tagged PDF (PDF/UA-1) with the charts of the page and the tables beneath them."""

from pathlib import Path

from reports import charts
from reports.periods import day_words
from reports.service_report.pictures import Picture
from reports.service_report.report import Line, Part, ServiceReport
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("service_report.typ")
TITLE = "Service report"


def report_pdf(report: ServiceReport) -> bytes:
    """The report on paper; the same report makes the same bytes."""
    return set_on_paper(TEMPLATE, document_of(report), at=report.made_at)


def document_of(report: ServiceReport) -> dict:
    """What the template shows, as plain text."""
    made = day_words(report.made_on)
    schools = report.ground.schools
    return {
        "title": TITLE,
        "subtitle": f"{report.place}, {report.period}",
        "footer": f"{TITLE}: {report.place}, {report.period}. Made {made}.",
        "head": masthead(schools[0] if len(schools) == 1 else None),
        "summary": report.summary,
        "compared": report.times.words,
        "columns": ["Figure", "Now", "Before", "Last year", "Than before"],
        "sections": [_section(part) for part in report.parts],
        "actions": [_action(line) for line in report.actions],
        "actions_words": report.actions_words,
        "how": [[line.measure.heading, _how(line)] for line in report.lines],
    }


def _section(part: Part):
    return {
        "title": part.section.title,
        "sentences": part.sentences,
        "rows": [[line.measure.heading, *line.shown, line.turn] for line in part.lines],
        "pictures": [_picture(picture) for picture in part.pictures],
        "reasons": [[reason.words, f"{reason.number:,}"] for reason in part.reasons],
    }


def _picture(picture: Picture):
    return {
        "title": picture.title,
        "svg": charts.columns(picture.points, title=picture.title, description=picture.words, hollow=True),
        "words": picture.words,
        "key": f"{picture.first}: hollow, on the left. {picture.second}: filled, on the right.",
        "head": picture.head,
        "rows": [[name, f"{first:,}", f"{second:,}"] for name, first, second in picture.rows],
    }


def _action(line):
    action = line.action
    carried = f"Carried since {line.carried}" if line.carried else ""
    return [action.text, line.place, action.owner.name, day_words(action.due), line.state, carried]


def _how(line: Line):
    return " ".join(filter(None, [line.measure.how, line.measure.small]))
