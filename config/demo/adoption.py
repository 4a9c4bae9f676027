"""How the demo trust takes FITS on: two phases, what is switched on where, and who is certified."""

from datetime import date, timedelta

from adoption import workflow
from healthcheck.statements import NAMES

DAY = timedelta(days=1)
FIRST, THEN = 7, 2  # processes of the recommended order that are on at the large school, and at the one that follows
# (person, school, unit, exam so many days ago or None, holds so many days on or None, due in so many days or None)
REGISTER = [
    ("priya.shah", "HBS", "practitioner", 400, 330, None),
    ("tom.webb", "HBS", "practitioner", 640, 45, None),
    ("martin.hale", "HBS", "manager", 210, 900, None),
    ("ines.duarte", "HBS", "practitioner", None, None, 20),
    ("ruth.penrose", "HBS", "manager", 300, None, None),
    ("carys.lloyd", "NGA", "practitioner", None, None, -9),
]
UNITS = {"practitioner": "P-01", "manager": "M-01"}


def plan(schools, staff, *, now):
    """By the acts of the trust administrator and, for the register, of the manager."""
    ruth, martin, today = staff["ruth.penrose"], staff["martin.hale"], now.date()
    year = today.year if today.month >= 9 else today.year - 1
    by = {"by": ruth, "at": now}
    first = workflow.add_phase(name="First school", year=year - 1, by_invitation=True, note="One that wanted to.", **by)
    then = workflow.add_phase(name="All schools", year=year, **by)
    for code, school in schools.items():
        workflow.place_school(school, phase=first if code == "HBS" else then, **by)
    begun, processes = date(year - 1, 9, 15), list(NAMES)
    for n, process in enumerate(processes[:FIRST]):
        workflow.plan_process(schools["HBS"], process=process, on=begun + 30 * n * DAY, **by)
    workflow.plan_process(schools["HBS"], process="continuity", on=today + 60 * DAY, note="After the rehearsal.", **by)
    for n, process in enumerate(processes[:THEN]):
        workflow.plan_process(schools["NGA"], process=process, on=date(year, 9, 20) + 20 * n * DAY, **by)
    for row in REGISTER:
        _register(*row, schools=schools, staff=staff, by=martin, now=now)


def _register(login, code, level, exam, holds, due, *, schools, staff, by, now):
    today, unit = now.date(), UNITS[level]
    facts = {"level": level, "unit_code": unit, "training_hours": 12 if exam else 6}
    facts["due_on"] = today + due * DAY if due else None
    facts["exam_on"] = today + 12 * DAY if due and due > 0 else None
    made = workflow.add_certificate(person=staff[login], school=schools[code], by=by, at=now - 60 * DAY, **facts)
    if exam:
        until = today + holds * DAY if holds else None
        taken = {"passed": True, "exam_on": today - exam * DAY, "result": "Pass", "expires_on": until}
        workflow.conclude_certificate(made, by=by, at=now - 59 * DAY, **taken)
