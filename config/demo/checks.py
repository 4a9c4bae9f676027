"""The demo's health checks: two at the large school and the plan that came of them, one begun at another."""

from datetime import timedelta

from healthcheck import workflow

DAY = timedelta(days=1)
# What nobody but a person can say, then and now.
THEN = {
    "sd-one-place": "partly",
    "in-lesson-first": "yes",
    "fi-replace": "no",
}
NOW = {
    "sd-one-place": "yes",
    "in-lesson-first": "yes",
    "pr-roles": "partly",
    "ch-outside": "yes",
    "cf-updated": "partly",
    "re-moment": "yes",
    "ma-capacity": "no",
    "sl-reported": "partly",
    "fi-decide": "partly",
}
# (statement, what is to be done, who, days from now)
PLAN = [
    ("co-restore", "Restore one folder from last week’s back-up, and write down how long it takes", "tom.webb", 12),
    ("ma-capacity", "Ask the supplier how full the Wi-Fi is before the new trolleys come", "martin.hale", 30),
    ("pr-roles", "Keep Thursday afternoons free of the queue for causes", "priya.shah", -6),
    ("sd-satisfied", "Put the one-tap question into the letter that says it is fixed", "priya.shah", -20),
]


def hold(schools, staff, *, now):
    """Two checks of one school and the beginning of one at another, by the moves that a manager makes."""
    martin, school = staff["martin.hale"], schools["HBS"]
    _check(school, martin, at=now - 150 * DAY, said=THEN, note="The first one; half of it was news to us.")
    check = _check(school, martin, at=now - 25 * DAY, said=NOW, note="Looked through with the head on Friday.")
    for statement, what, login, days in PLAN:
        due = (now + days * DAY).date()
        facts = {"what": what, "owner": staff[login], "due_on": due, "statement": statement}
        action = workflow.add_action(check, by=martin, at=now - 24 * DAY, **facts)
    workflow.complete_action(action, by=staff["priya.shah"], at=now - 18 * DAY, outcome="In the letter since Monday.")
    workflow.start(schools["NGA"], by=martin, at=now - 2 * DAY)


def _check(school, by, *, at, said, note):
    check = workflow.start(school, by=by, at=at)
    answers = [{"statement": key, "answer": answer} for key, answer in said.items()]
    workflow.answer(check, by=by, at=at, answers=answers)
    return workflow.finish(check, by=by, at=at, note=note, leave_unanswered=True)
