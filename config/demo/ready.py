"""The demo's recovery order: the trust's, the large school's own, what was rehearsed and which back-ups were read."""

from datetime import timedelta

from continuity import workflow
from continuity.models import RecoveryLine
from servicedesk.models import Service

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# (service, back within, unit, hours of work that may be lost, rehearsed, back-up tested, meanwhile, steps)
ORDER = [
    (
        *("Printing", 2, "school_days", None, "year", ""),
        "Books and the board. The office has one printer on a cable.",
        ["Start the print queues on the file server.", "Print a page in the office, then in the staff room."],
    ),
    (
        *("Network", 4, "hours", None, "half_year", ""),
        "Registers on paper, from the folder in the office. Lessons without the internet.",
        [
            "Look at the line: is the box of the supplier lit? If not, call them.",
            "Start the firewall, wait for its green light.",
            "Start the core switch, then the others from the nearest outwards.",
            "Start the Wi-Fi controller and try one classroom.",
        ],
    ),
    (
        *("Accounts and sign-in", 6, "hours", 4, "half_year", "term"),
        "Laptops that were signed in this week still open. Nobody signs out.",
        [
            "Start the virtual host, then the sign-in server.",
            "If it does not start: restore last night’s copy from the back-up store.",
            "Sign in as the test teacher in A05 and in IT1.",
        ],
    ),
    (
        *("Computers and tablets", 1, "school_days", 24, "", "term"),
        "Work on paper; the laptop trolley of the library is lent by the lesson.",
        ["Start the file server.", "Restore what is missing, the folders of exam groups first.", "Open three files."],
    ),
]
OWNERS = ("tom.webb", "priya.shah")
KEPT = "Every night to the store in the library; every Friday to a disc in the safe of the primary school."
CALL = "Line: Fellside Networks, 01632 960440, contract BV-2291. Servers: Beck Valley Supplies, 01632 960450."

FILES = "Computers and tablets"
# (school, who, what, service, weeks ago, result, minutes, what was seen)
TESTS = [
    ("HBS", "priya.shah", "Staff drive: one folder", FILES, 18, "partly", 40, "Two of 310 files could not be read."),
    ("HBS", "tom.webb", "Sign-in server, last night’s copy", "Accounts and sign-in", 11, "passed", 95, ""),
    ("HBS", "priya.shah", "Staff drive: the folder, new disc", FILES, 10, "passed", 25, ""),
    ("NGA", "carys.lloyd", "Exam folder of year 11", None, 6, "failed", 60, "The copy stopped in August."),
    ("NGA", "carys.lloyd", "Exam folder, after the repair", None, 5, "passed", 30, ""),
]


def be_ready(schools, people, *, now):
    """Everything through the moves of continuity, in the weeks before now."""
    martin, begun = people["martin.hale"], now - 14 * WEEK
    services = {service.name: service for service in Service.objects.all()}
    for name, within, unit, loss, rehearse, test, meanwhile, steps in ORDER:
        facts = {"back_within": within, "back_unit": unit, "data_loss_hours": loss, "meanwhile": meanwhile}
        facts |= {"rehearse_every": rehearse, "test_backups_every": test, "steps": steps}
        workflow.add_line(by=martin, at=begun, service=services[name], owner=martin, contacts=CALL, **facts)
    own = schools["HBS"]
    workflow.begin_own(own, by=martin, at=begun + DAY)
    owner, deputy = (people[login] for login in OWNERS)
    for line in RecoveryLine.objects.filter(school=own):
        facts = {"owner": owner, "deputy": deputy, "backups_at": KEPT}
        workflow.change_line(line, by=martin, at=begun + DAY, **facts)
    _rehearse(own, people, services, now=now)
    _test(schools, people, services, now=now)


def _rehearse(school, people, services, *, now):
    priya, tom, martin = people["priya.shah"], people["tom.webb"], people["martin.hale"]
    talked = now - 9 * WEEK
    facts = {"scenario": "The server room is flooded on a Monday at eight", "kind": "table_top", "lead": martin}
    scope = [services["Network"], services["Accounts and sign-in"]]
    first = workflow.plan_rehearsal(
        school=school, by=martin, at=talked - WEEK, planned_on=talked.date(), services=scope, **facts
    )
    learnt = "Nobody knew the number of the line’s contract, and the key of the server room hangs in the server room."
    took = {services["Network"].pk: 3, services["Accounts and sign-in"].pk: "8.5"}
    workflow.hold(first, by=martin, at=talked, held_on=talked.date(), result="partly", took=took, learnt=learnt)
    for words, owner, days in (
        ("A second key in the office safe", tom, 14),
        ("Print the plan, one copy in the car", priya, 21),
    ):
        workflow.add_action(first, by=martin, at=talked, words=words, owner=owner, due_on=(talked + days * DAY).date())
    workflow.finish_action(first, by=tom, at=talked + 5 * DAY, action=first.actions.get(owner=tom))
    facts = {"scenario": "The sign-in server does not start", "kind": "restore", "lead": tom}
    ahead = (now + 12 * DAY).date()
    scope = [services["Accounts and sign-in"], services["Computers and tablets"]]
    workflow.plan_rehearsal(school=school, by=tom, at=now - WEEK, planned_on=ahead, services=scope, **facts)


def _test(schools, people, services, *, now):
    for code, login, what, service, weeks, result, minutes, note in TESTS:
        at = now - weeks * WEEK
        facts = {"what": what, "service": services.get(service), "tested_on": at.date(), "result": result}
        by = people[login]
        workflow.log_backup_test(school=schools[code], by=by, at=at, minutes=minutes, note=note, **facts)
