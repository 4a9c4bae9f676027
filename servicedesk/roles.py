"""Who may do what: roles as code, in words a head teacher can read; a page shows this table as it is."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may do, in the school of their role."""

    LOG = "incidents.log"
    LOG_FOR_OTHERS = "incidents.log_for_others"
    SEE_SCHOOL = "incidents.see_school"
    WORK = "incidents.work"
    ASSIGN = "incidents.assign"
    SEE_ASSETS = "assets.see"
    EDIT_ASSETS = "assets.edit"
    SEE_PROBLEMS = "problems.see"
    SOLVE_PROBLEMS = "problems.solve"
    MANAGE_PROBLEMS = "problems.manage"
    SEE_CHANGES = "changes.see"
    RECORD_CHANGES = "changes.record"
    APPROVE_CHANGES = "changes.approve"
    MANAGE_CHANGES = "changes.manage"
    SEE_MAINTENANCE = "maintenance.see"
    DO_MAINTENANCE = "maintenance.do"
    PLAN_MAINTENANCE = "maintenance.plan"
    SEE_PEOPLE = "people.see"
    MANAGE_PEOPLE = "people.manage"
    EDIT_CATALOGUE = "catalogue.edit"
    SEE_AGREEMENTS = "agreements.see"
    EDIT_AGREEMENTS = "agreements.edit"
    EXCUSE = "breaches.excuse"
    SEE_REPORTS = "reports.see"
    EXPORT_EVIDENCE = "evidence.export"
    KEEP_EVIDENCE = "evidence.keep"
    SIGN_EVIDENCE = "evidence.sign"
    PLAN_ADOPTION = "adoption.plan"
    KEEP_CONTINUITY = "continuity.keep"
    SEE_COSTS = "costs.see"
    KEEP_COSTS = "costs.keep"
    IMPORT = "records.import"


WORDS = {
    Permission.LOG: "Report a fault or ask for something, and follow what becomes of it",
    Permission.LOG_FOR_OTHERS: "Log a call for somebody else",
    Permission.SEE_SCHOOL: "See every record of the school",
    Permission.WORK: "Work on records: take, start, reply, note, wait, resolve",
    Permission.ASSIGN: "Give records to people, set priority, close, cancel, mark duplicates",
    Permission.SEE_ASSETS: "See the asset register, the licences and what depends on what",
    Permission.EDIT_ASSETS: "Add, change, check, lend and dispose of assets; keep the licence log",
    Permission.SEE_PROBLEMS: "See problems, known errors and the trends that were found",
    Permission.SOLVE_PROBLEMS: "Raise problems and look for their cause, write known errors, decide about trends",
    Permission.MANAGE_PROBLEMS: "Give problems to people, allow time, publish known errors to everyone, close, review",
    Permission.SEE_CHANGES: "See what is to be changed, what was, and when",
    Permission.RECORD_CHANGES: "Ask for a change, plan it, look through another’s plan, make it and record it",
    Permission.APPROVE_CHANGES: "Say yes or no to a change when asked",
    Permission.MANAGE_CHANGES: "Say who approves changes, when none are made, and which need no asking; "
    "hold the committee, close and review",
    Permission.SEE_MAINTENANCE: "See maintenance plans and rounds",
    Permission.DO_MAINTENANCE: "Do a maintenance round and note what was found",
    Permission.PLAN_MAINTENANCE: "Plan maintenance on the school calendar",
    Permission.SEE_PEOPLE: "Look up people of the school",
    Permission.MANAGE_PEOPLE: "Add people and change their roles",
    Permission.EDIT_CATALOGUE: "Change the services and categories on offer",
    Permission.SEE_AGREEMENTS: "Read agreements and the school calendar",
    Permission.EDIT_AGREEMENTS: "Change agreements and the school calendar",
    Permission.EXCUSE: "Excuse a late reply or fix, with a reason and their name to it",
    Permission.SEE_REPORTS: "Read service reports",
    Permission.EXPORT_EVIDENCE: "Read and export evidence",
    Permission.KEEP_EVIDENCE: "Write what the school says of itself: evidence, health check, adoption, certificates",
    Permission.SIGN_EVIDENCE: "Sign evidence off in the school’s name",
    Permission.PLAN_ADOPTION: "Plan how the schools take FITS on: in which phase, and which process from when",
    Permission.KEEP_CONTINUITY: "Say what must come back first after a disaster; log rehearsals and back-up tests",
    Permission.SEE_COSTS: "See what ICT costs and which contracts end when",
    Permission.KEEP_COSTS: "Keep the registers of costs and contracts",
    Permission.IMPORT: "Bring in records from another desk",
}


@dataclass(frozen=True)
class Role:
    """A hat a person wears at a school; one person may wear several."""

    key: str
    name: str
    prose: str
    permissions: frozenset[Permission]


_ASK = {Permission.LOG}
_DESK = _ASK | {
    Permission.LOG_FOR_OTHERS,
    Permission.SEE_SCHOOL,
    Permission.WORK,
    Permission.ASSIGN,
    Permission.SEE_ASSETS,
    Permission.SEE_PROBLEMS,
    Permission.SEE_CHANGES,
    Permission.SEE_MAINTENANCE,
    Permission.SEE_PEOPLE,
    Permission.SEE_AGREEMENTS,
}
_TECHNICIAN = _DESK | {
    Permission.EDIT_ASSETS,
    Permission.SOLVE_PROBLEMS,
    Permission.RECORD_CHANGES,
    Permission.DO_MAINTENANCE,
    Permission.KEEP_CONTINUITY,
}
_MANAGER = _TECHNICIAN | {
    Permission.MANAGE_PROBLEMS,
    Permission.APPROVE_CHANGES,
    Permission.MANAGE_CHANGES,
    Permission.PLAN_MAINTENANCE,
    Permission.EDIT_CATALOGUE,
    Permission.EDIT_AGREEMENTS,
    Permission.EXCUSE,
    Permission.SEE_REPORTS,
    Permission.EXPORT_EVIDENCE,
    Permission.KEEP_EVIDENCE,
    Permission.SEE_COSTS,
    Permission.KEEP_COSTS,
    Permission.IMPORT,
}

REQUESTER = Role(
    "requester",
    "Requester",
    "Anyone who works at the school. Says what is wrong, once, and is told what happens. Sees only their own records.",
    frozenset(_ASK),
)
SERVICE_DESK = Role(
    "service_desk",
    "Service desk",
    "Answers the phone and the door: logs calls, sets their priority, gives them to the right person "
    "and keeps people told.",
    frozenset(_DESK),
)
TECHNICIAN = Role(
    "technician",
    "Technician",
    "Works the queue: takes faults and requests, gets lessons going again, looks after the asset register, finds the "
    "cause of what keeps breaking and looks after things before they fail.",
    frozenset(_TECHNICIAN),
)
SERVICE_LEVEL_MANAGER = Role(
    "service_level_manager",
    "Service level manager",
    "Usually the network or IT manager. Agrees how good each service must be, edits calendars and agreements, "
    "reviews the figures, excuses what was late in their own name and exports evidence.",
    frozenset(_MANAGER),
)
SENIOR_LEADER = Role(
    "senior_leader",
    "Senior leader",
    "Reads reports, costs and evidence, signs evidence off, says yes or no to changes when asked, and reports faults "
    "like anyone else.",
    frozenset(
        _ASK
        | {
            Permission.SEE_CHANGES,
            Permission.APPROVE_CHANGES,
            Permission.SEE_REPORTS,
            Permission.EXPORT_EVIDENCE,
            Permission.SIGN_EVIDENCE,
            Permission.SEE_COSTS,
            Permission.SEE_AGREEMENTS,
        }
    ),
)
TRUST_ADMINISTRATOR = Role(
    "trust_administrator",
    "Trust administrator",
    "Runs the service desk for the school or the whole trust: everything a manager may do, and people and their roles.",
    frozenset(Permission),
)

ROLES = {
    role.key: role
    for role in (REQUESTER, SERVICE_DESK, TECHNICIAN, SERVICE_LEVEL_MANAGER, SENIOR_LEADER, TRUST_ADMINISTRATOR)
}
CHOICES = [(role.key, role.name) for role in ROLES.values()]


def roles_with(permission):
    """The keys of the roles that carry a permission."""
    return {key for key, role in ROLES.items() if permission in role.permissions}
