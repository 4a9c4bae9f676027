"""The trend report on paper: a tagged PDF (PDF/UA-1) that goes with the letter."""

from pathlib import Path

from reports.periods import day_words
from reports.trend_report import TrendReport, day_of, place_of
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("trends.typ")
SEVERAL = "Several schools"


def trends_pdf(report: TrendReport) -> bytes:
    """The report on paper; the same report makes the same bytes."""
    return set_on_paper(TEMPLATE, _document(report), at=report.made_at)


def file_name(report: TrendReport) -> str:
    """What the file is called."""
    return f"trend-report-{report.period.first}-{report.period.last}.pdf"


def _document(report):
    """What the template shows, as plain text."""
    schools = report.ground.schools
    return {
        "title": "Trend report",
        "head": masthead(schools[0] if len(schools) == 1 else None),
        "subtitle": f"{place_of(report.ground)}, {report.period}",
        "footer": f"Trend report, {report.period}. Made {day_words(report.ground.today)}.",
        "summary": report.summary,
        "tables": list(_tables(report)),
    }


def _tables(report):
    trend = ["Trend", "School", "Records", "Expected", "Why it is believed"]
    yield _table("Found in this period", trend, map(_trend, report.raised), "No trend was found.")
    decided = ["Trend", "School", "On", "Decision", "By"]
    yield _table("Decided in this period", decided, map(_decision, report.decided), "Nothing was decided.")
    yield _table("Others, still to decide", trend, map(_trend, report.going_on), "No other trend waits.")
    problems = ["Problem", "School", "State", "Resolver", "Records"]
    yield _table("Open problems", problems, map(_problem, report.problems), "No problem is open.")
    review = ["Known error", "School", "Review was due", "Owner"]
    yield _table("Known errors due for review", review, map(_known_error, report.to_review), "None is due.")
    rounds = ["Maintenance", "School", "Was due", "Owner"]
    yield _table("Maintenance overdue", rounds, map(_round, report.overdue), "Nothing is overdue.")


def _table(title, head, rows, none):
    return {"title": title, "head": head, "rows": [list(row) for row in rows], "none": none}


def _school(record):
    return record.school.name if record.school else SEVERAL


def _trend(trend):
    return f"{trend.get_kind_display()}: {trend.label}", _school(trend), str(trend.count), _usual(trend), trend.why


def _usual(trend):
    return f"{trend.expected:.1f}"


def _decision(trend):
    what = f"{trend.problem.reference}, {trend.problem.title}" if trend.problem else f"No problem: {trend.reason}"
    return trend.label, _school(trend), day_of(trend.decided_at), what, trend.decided_by.name


def _problem(problem):
    resolver = problem.resolver.name if problem.resolver else "Nobody"
    return str(problem), _school(problem), problem.get_status_display(), resolver, str(problem.incident_count)


def _known_error(known):
    return str(known), _school(known), day_words(known.review_on), known.owner.name


def _round(round):
    return f"{round.reference}: {round.plan.name}", round.school.name, day_words(round.due), round.owner.name
