"""The report as rows: for a CSV file and a spreadsheet, with the same figures as the page."""

from reports.service_report.report import Part, ServiceReport
from servicedesk.tables import workbook

HEAD = ["Section", "Measure", "Figure", "Unit", "Now", "Before", "Last year", "Turn", "How it is counted"]
ACTIONS = ["Action", "School", "Owner", "Due", "State", "Carried since"]


def figure_rows(report: ServiceReport) -> list[list]:
    """Every figure, a line each, under a line of names."""
    return [HEAD, *(row for part in report.parts for row in part_rows(part))]


def part_rows(part: Part) -> list[list]:
    """The figures of a section."""
    return [
        [
            part.section.title,
            line.measure.name,
            line.measure.heading,
            line.measure.unit,
            *line.numbers,
            line.turn,
            line.measure.how,
        ]
        for line in part.lines
    ]


def action_rows(report: ServiceReport) -> list[list]:
    """Every action, a line each."""
    lines = [
        [line.action.text, line.place, line.action.owner.name, line.action.due, line.state, line.carried]
        for line in report.actions
    ]
    return [ACTIONS, *lines]


def report_workbook(report: ServiceReport) -> bytes:
    """A spreadsheet: the sentences first, then a sheet of figures for each section, the reasons, and the actions."""
    about: list[list] = [
        ["Service report", report.place],
        ["From", report.period.first],
        ["Until", report.period.last],
        ["Made on", report.made_on],
        [report.times.words],
    ]
    said = [[row] for part in report.parts for row in ("", part.section.title, *part.sentences)]
    sheets = {part.section.key.capitalize(): [HEAD[1:], *(row[1:] for row in part_rows(part))] for part in report.parts}
    why = [["Why it was late", "Records"]] + [[r.words, r.number] for part in report.parts for r in part.reasons]
    return workbook(
        [*about, *said, [""], [report.actions_words]], sheets | {"Reasons": why, "Actions": action_rows(report)}
    )


def file_name(report: ServiceReport, ending: str) -> str:
    """What a file of it is called."""
    schools = report.ground.schools
    place = schools[0].code.lower() if len(schools) == 1 else "all"
    return f"service-report-{place}-{report.period.first}-{report.period.last}.{ending}"
