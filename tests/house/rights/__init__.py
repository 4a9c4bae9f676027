"""Who gets through which door: every address of the desk, each of its methods, and the roles it lets in.

A new address fails `test_rights_matrix.py` until it stands here. `Door` says how to read a line.
"""

from incidents.moves import MOVES
from maintenance import moves as round_moves
from problems import moves as problem_moves
from problems.known_error_moves import KNOWN_ERROR_MOVES
from problems.trend_moves import TREND_MOVES
from servicedesk.roles import Permission
from tests.house.rights import (
    adoption,
    approving,
    assets,
    care,
    changes,
    committee,
    continuity,
    evidence,
    finance,
    healthcheck,
    importing,
    licences,
    papers,
    relations,
    releases,
    requests,
    schedule,
)
from tests.house.rights.doors import (
    AGREED,
    BOSSES,
    DESK,
    EDITORS,
    HATTED,
    KEEPERS,
    LEADER,
    READERS,
    REQUESTER,
    SIGNED_IN,
    Door,
    at_school,
    listed,
    open_to_all,
    page,
    reading,
    sending,
)


def _report(place):
    """A report for one school."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


FRAME = {
    "healthz": open_to_all("GET"),
    "home": reading(SIGNED_IN),
    "servicedesk:roles": reading(SIGNED_IN),
    "servicedesk:components": reading(SIGNED_IN),
    "servicedesk:theme": open_to_all("POST"),
    "servicedesk:revoke-token": sending(SIGNED_IN),
    "servicedesk:choose-school": {
        "GET": Door(SIGNED_IN),
        "POST": Door(HATTED, of="-", sees=set(), says=lambda place: {"school": place.school.pk}),
    },
}
PEOPLE_AND_PLACES = {
    "servicedesk:people": reading(DESK),
    "servicedesk:add-person": page(BOSSES),
    "servicedesk:person": page(DESK, "person"),
    "servicedesk:account": sending(BOSSES, "person", also={"move": "close"}),
    "servicedesk:places": reading(SIGNED_IN, of="-", elsewhere=None, says=lambda place: {"school": place.school.pk}),
    "servicedesk:school": page(EDITORS, "school", sees=set()),
    "servicedesk:add-room": page(EDITORS, "school", sees=set()),
    "servicedesk:room": page(EDITORS, "room", sees=set()),
    "servicedesk:catalogue": reading(SIGNED_IN),
    "servicedesk:add-service": page(EDITORS),
    "servicedesk:service": page(EDITORS, "service", elsewhere=None),
    "servicedesk:add-category": page(EDITORS),
    "servicedesk:category": page(EDITORS, "category", elsewhere=None),
}
PROMISES = {
    "sla:calendars": reading(AGREED),
    "sla:import_dates": page(EDITORS),
    "sla:begin_own": sending(EDITORS, of="-", says=at_school),
    "sla:calendar": reading(AGREED, "calendar", sees=set()),
    "sla:edit_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:settle_draft": sending(EDITORS, "calendar", sees=AGREED),
    "sla:preview_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:close_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:open_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:changes": reading(AGREED),
    "sla:change": reading(AGREED, "change", sees=set()),
    "sla:agreements": reading(AGREED),
    "sla:agreement": reading(AGREED, "agreement", sees=set()),
    "sla:agreement_pdf": reading(AGREED, "version", sees=set()),
    "sla:underpinning": reading(AGREED),
    "sla:add_agreement": page(EDITORS),
    "sla:draft": sending(EDITORS, "agreement", sees=AGREED),
    "sla:edit_draft": page(EDITORS, "draft", sees=AGREED),
    "sla:put_in_force": page(EDITORS, "draft", sees=AGREED),
    "sla:sign": sending(EDITORS, "version", sees=AGREED),
    "sla:throw_away": sending(EDITORS, "draft", sees=AGREED),
}
INCIDENTS = {
    "incidents:advise": sending(HATTED, "-", says=lambda place: {"room": place.room.pk}),
    "incidents:advise-call": sending(DESK),
    "incidents:report": page(HATTED, "-", says=lambda place: {"room": place.room.pk}),
    "incidents:mine": reading(HATTED),
    "incidents:reported": reading({REQUESTER}, "mine", sees=set()),
    "incidents:queue": page(DESK),
    "incidents:status": reading(SIGNED_IN),
    "incidents:hits-me": page(HATTED, "major"),
    "incidents:log_call": page(DESK),
    "incidents:join-ticked": sending(DESK),
    "incidents:detail": page(DESK, "fault", sees=set()),
    "incidents:explain": reading(DESK, "fault", sees=set(), also={"which": "resolution"}),
    "incidents:escalations": reading(DESK),
    "incidents:priorities": reading(AGREED),
    "incidents:change-priorities": page(EDITORS, "version"),
    "incidents:change-uplifts": page(EDITORS, "version"),
    "incidents:add-event": page(EDITORS),
    "incidents:change-event": page(EDITORS, "event"),
    "incidents:remove-event": sending(EDITORS, "event"),
}
MOVERS = {move.name: DESK if move.permission else set() for move in MOVES} | {"excuse": EDITORS}
MOVED = {f"incidents:{name}": page(who, "fault", sees=DESK) for name, who in MOVERS.items()}
PROBLEMS = {
    "problems:list": reading(DESK),
    "problems:detail": reading(DESK, "problem"),
    "problems:raise": page(KEEPERS),
    "problems:choose": reading(KEEPERS),
    "problems:raise-ticked": sending(KEEPERS),
    "problems:link-ticked": sending(KEEPERS),
}
SOLVERS = {
    move.name: KEEPERS if move.permission == Permission.SOLVE_PROBLEMS else EDITORS for move in problem_moves.MOVES
}
TRENDS = {
    "problems:trends": reading(DESK),
    "problems:trend": reading(DESK, "trend"),
    "problems:look_for_trends": sending(KEEPERS, "-", says=at_school),
    **{f"problems:{move.name}": page(KEEPERS, "trend", sees=DESK) for move in TREND_MOVES},
}
REGISTER = {
    "problems:known_errors": reading(DESK),
    "problems:known_error": reading(DESK, "known"),
    "problems:write_known_error": page(KEEPERS),
    "problems:help": reading(HATTED),
    "problems:help_entry": reading(HATTED, "published", sees=set()),
    "problems:worked": page(HATTED, "published", sees=set(), says=lambda place: {"school": place.school.pk}),
}
# Technicians keep what they alone are offered; only a manager makes it everybody's. Whoever is offered it may use it.
KEPT_BY = {
    move.name.removesuffix("_known_error"): EDITORS if move.permission == Permission.MANAGE_PROBLEMS else KEEPERS
    for move in KNOWN_ERROR_MOVES
    if move.permission != Permission.LOG
}
RETIRED = {"bring_back": "retired", "narrow": "published"}  # the entry that stands where the move begins
REGISTER_MOVED = {
    f"problems:{name}_known_error": page(who, RETIRED.get(name, "known"), sees=HATTED if name == "narrow" else DESK)
    for name, who in KEPT_BY.items()
} | {
    "problems:use_known_error": page(
        HATTED, "published", sees=set(), says=lambda place: {"incident": place.mine.pk, "helped": "yes"}
    )
}
REGISTER_BY_PROGRAMS = {
    "known-error-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"title": "Dark", "symptoms": "Dark", "workaround": "Turn it on."},
        makes=True,
    ),
    "known-error-detail": reading(DESK, "known", sees=set()),
    "known-error-suggest": reading(HATTED, "-", elsewhere=400, says=at_school),
    "known-error-use": sending(HATTED, "published", sees=set(), says=lambda place: at_school(place) | {"helped": True}),
    **{
        f"known-error-{name.replace('_', '-')}": sending(
            who, RETIRED.get(name, "known"), sees=HATTED if name == "narrow" else DESK
        )
        for name, who in KEPT_BY.items()
    },
}
PROBLEMS_MOVED = {f"problems:{name}": page(who, "problem", sees=DESK) for name, who in SOLVERS.items()}
REPORTS = {
    "reports:sla": reading(READERS, "-", says=_report),
    "reports:rows": reading(READERS, "-", says=_report),
    "reports:rows-csv": reading(READERS, "-", says=_report),
    "reports:report-csv": reading(READERS, "-", says=_report),
    "reports:report-xlsx": reading(READERS, "-", says=_report),
    "reports:availability-csv": reading(READERS, "-", says=_report),
    "reports:outages": reading(READERS, "-", says=_report),
    "reports:outages-csv": reading(READERS, "-", says=_report),
    "reports:shift": reading(READERS, "-", says=_report),
    "reports:shift-rows": reading(READERS, "-", says=_report),
    "reports:shift-rows-csv": reading(READERS, "-", says=_report),
    "reports:shift-csv": reading(READERS, "-", says=_report),
    "reports:shift-xlsx": reading(READERS, "-", says=_report),
    "reports:trends": reading(DESK, "-", says=_report),
    "reports:trends-pdf": reading(DESK, "-", says=_report),
    "reports:trend-letters": page(DESK),
}
# The pages of the sign-in library: what is open to everybody, and what is about one's own account.
OPEN = {
    "account_login": ("GET", "POST"),
    "account_logout": ("GET", "POST"),
    "account_inactive": ("GET",),
    "account_signup": ("GET", "POST"),
    "account_reset_password": ("GET", "POST"),
    "account_reset_password_done": ("GET",),
    "account_reset_password_from_key": ("GET", "POST"),
    "account_reset_password_from_key_done": ("GET",),
    "mfa_authenticate": (),  # leads back to signing in while no code is awaited
}
OWN_ACCOUNT = [
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "usersessions_list",
]
# Who has set up no second factor has none to see or to take away.
OWN_FACTOR = ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"]
SIGN_IN = {
    **{name: open_to_all(*methods) for name, methods in OPEN.items()},
    **{name: reading(SIGNED_IN) for name in OWN_ACCOUNT},
    **{name: reading(set(), "-", sees=set()) for name in OWN_FACTOR},
}
API = {
    "api-schema": open_to_all("GET"),
    "api-docs": open_to_all("GET"),
    "api-token": open_to_all("POST") | {"DELETE": Door(SIGNED_IN)},
    "api-root": reading(SIGNED_IN),
    "api-me": reading(SIGNED_IN),
    "api-nowhere": {},
    "api-reports-sla": reading(READERS, "-", says=_report),
    "api-reports-rows": reading(READERS, "-", says=_report),
    "api-reports-availability": reading(READERS, "-", says=_report),
    "api-reports-outages": reading(READERS, "-", says=_report),
    "api-reports-trends": reading(DESK, "-", says=_report),
    "api-reports-trend-letters": reading(DESK) | {"PUT": Door(DESK, says=lambda place: {"on": False})},
    "api-reports-shift": reading(READERS, "-", says=_report),
    "api-reports-shift-rows": reading(READERS, "-", says=_report),
    "school-list": listed(),
    "school-detail": reading(HATTED, "school", sees=set()) | {"PATCH": Door(EDITORS, "school", sees=HATTED)},
    "building-list": listed(),
    "building-detail": reading(HATTED, "building", sees=set()),
    "team-list": listed(),
    "team-detail": reading(HATTED, "team", sees=set()),
    "room-list": listed()
    | sending(EDITORS, "-", elsewhere=400, says=lambda place: at_school(place) | {"name": "B99"}, makes=True),
    "room-detail": reading(HATTED, "room", sees=set()) | {"PATCH": Door(EDITORS, "room", sees=HATTED)},
    "person-list": listed()
    | sending(
        BOSSES,
        "-",
        elsewhere=400,
        says=lambda place: {
            "name": "Ada",
            "email": "ada@school.example",
            "roles": [at_school(place) | {"role": REQUESTER}],
        },
        makes=True,
    ),
    "person-detail": reading(DESK, "person", sees=set()) | {"PATCH": Door(BOSSES, "person", sees=DESK)},
    "person-close": sending(BOSSES, "person", sees=DESK),
    "person-open": sending(BOSSES, "person", sees=DESK),
    "person-password": sending(BOSSES, "person", sees=DESK),
    "membership-list": listed()
    | sending(
        BOSSES,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"person": place.person.pk, "role": LEADER},
        makes=True,
    ),
    "membership-detail": reading(BOSSES, "membership", sees=set()) | {"DELETE": Door(BOSSES, "membership", sees=set())},
    "service-list": listed() | sending(EDITORS, says=lambda place: {"name": "Telephones"}, makes=True),
    "service-detail": reading(HATTED, "service", sees=set(), elsewhere=None)
    | {"PATCH": Door(EDITORS, "service", sees=HATTED, elsewhere=None)},
    "category-list": listed()
    | sending(EDITORS, elsewhere=400, says=lambda place: {"service": place.service.pk, "name": "No tone"}, makes=True),
    "category-detail": reading(HATTED, "category", sees=set(), elsewhere=None)
    | {"PATCH": Door(EDITORS, "category", sees=HATTED, elsewhere=None)},
    "calendar-list": listed(),
    "calendar-detail": reading(AGREED, "calendar", sees=set()),
    "calendar-day-types": reading(AGREED, "calendar", sees=set()),
    "calendar-preview": sending(EDITORS, "calendar", sees=AGREED),
    "calendar-versions": sending(EDITORS, "calendar", sees=AGREED),
    "calendar-closures": sending(EDITORS, "calendar", sees=AGREED),
    "calendar-openings": sending(EDITORS, "calendar", sees=AGREED),
    "reevaluation-list": listed(),
    "reevaluation-detail": reading(AGREED, "change", sees=set()),
    "agreement-list": listed()
    | sending(
        EDITORS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"kind": "contract", "name": "Copiers", "supplier": "Fellside"},
        makes=True,
    ),
    "agreement-detail": reading(AGREED, "agreement", sees=set()),
    "agreement-draft": sending(EDITORS, "agreement", sees=AGREED),
    "agreement-underpinning": listed(),
    "agreement-version-detail": reading(AGREED, "draft", sees=set())
    | {"PATCH": Door(EDITORS, "draft", sees=AGREED), "DELETE": Door(EDITORS, "draft", sees=AGREED)},
    "agreement-version-preview": reading(EDITORS, "draft", sees=AGREED),
    "agreement-version-put-in-force": sending(EDITORS, "draft", sees=AGREED),
    "agreement-version-sign": sending(EDITORS, "draft", sees=AGREED),
    "priority-table-list": listed(),
    "priority-table-detail": reading(AGREED, "version", sees=set()) | {"PUT": Door(EDITORS, "version", sees=AGREED)},
    "priority-table-preview": sending(EDITORS, "version", sees=AGREED),
    "priority-table-uplifts": {"PUT": Door(EDITORS, "version", sees=AGREED)},
    "dated-event-list": listed()
    | sending(
        EDITORS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"name": "Exams", "first": "2026-09-21", "last": "2026-09-25"},
        makes=True,
    ),
    "dated-event-detail": reading(AGREED, "event", sees=set())
    | {"PATCH": Door(EDITORS, "event", sees=AGREED), "DELETE": Door(EDITORS, "event", sees=AGREED)},
    "clock-list": listed(),
    "clock-detail": reading(DESK, "clock", sees=set()),
    "clock-explain": reading(DESK, "clock", sees=set()),
    "escalation-list": listed(),
    "incident-list": listed()
    | sending(HATTED, "-", elsewhere=400, says=lambda place: at_school(place) | {"summary": "Dark"}, makes=True),
    "incident-detail": reading(DESK, "fault", sees=set()),
    "incident-timeline": reading(DESK, "fault", sees=set()),
    "api-status": reading(SIGNED_IN),
    "major-list": listed(),
    "major-detail": reading(HATTED, "major", sees=set()),
    "major-me-too": sending(HATTED, "major", sees=set(), makes=True),
}
PROBLEMS_BY_PROGRAMS = {
    "problem-list": listed()
    | sending(KEEPERS, "-", elsewhere=400, says=lambda place: at_school(place) | {"title": "Dark"}, makes=True),
    "problem-detail": reading(DESK, "problem", sees=set()),
    "problem-timeline": reading(DESK, "problem", sees=set()),
    **{f"problem-{name.replace('_', '-')}": sending(who, "problem", sees=DESK) for name, who in SOLVERS.items()},
}
TRENDS_BY_PROGRAMS = {
    "trend-list": listed(),
    "trend-detail": reading(DESK, "trend", sees=set()),
    "trend-look": listed() | sending(KEEPERS, "-", elsewhere=400, says=at_school, makes=True),
    **{f"trend-{name}": sending(KEEPERS, "trend", sees=DESK) for name in ("accept", "dismiss")},
}


def _new_plan(place):
    """A plan with the least that it needs."""
    facts = {"name": "Hall", "owner": place.plan.owner_id, "rule": {"every": "week"}, "active_from": "2026-09-01"}
    return at_school(place) | facts


MAINTENANCE = {
    "maintenance:rounds": reading(DESK),
    "maintenance:round": reading(DESK, "round"),
    "maintenance:sheet": reading(DESK, "round"),
    "maintenance:plans": reading(DESK),
    "maintenance:plan": reading(DESK, "plan"),
    "maintenance:add_plan": page(EDITORS, "school"),
    "maintenance:change_plan": page(EDITORS, "plan"),
    "maintenance:starters": reading(EDITORS),
    "maintenance:adopt": sending(EDITORS, "-", says=at_school, also={"key": "backups"}),
    **{f"maintenance:{move.name}": page(KEEPERS, "round") for move in round_moves.MOVES},
}
MAINTENANCE_BY_PROGRAMS = {
    "maintenance-plan-list": listed()
    | sending(
        EDITORS,
        "-",
        elsewhere=400,
        says=lambda place: (
            at_school(place)
            | {"name": "Hall", "owner": place.plan.owner_id, "rule": {"every": "week"}, "active_from": "2026-09-01"}
        ),
        makes=True,
    ),
    "maintenance-plan-detail": reading(DESK, "plan", sees=set()) | {"PATCH": Door(EDITORS, "plan", sees=DESK)},
    "maintenance-plan-dates": reading(DESK, "plan", sees=set()),
    "maintenance-plan-starters": listed(),
    "maintenance-plan-adopt": sending(
        EDITORS, "-", elsewhere=400, says=lambda place: at_school(place) | {"starter": "backups"}, makes=True
    ),
    "maintenance-round-list": listed(),
    "maintenance-round-detail": reading(DESK, "round", sees=set()),
    **{
        f"maintenance-round-{move.name.replace('_', '-')}": sending(KEEPERS, "round", sees=DESK)
        for move in round_moves.MOVES
    },
}
MOVED_BY_PROGRAMS = {
    f"incident-{name.replace('_', '-')}": sending(who, "fault", sees=DESK) for name, who in MOVERS.items()
}
GROUPS = {
    "frame": FRAME,
    "people and places": PEOPLE_AND_PLACES,
    "promises": PROMISES,
    "assets": assets.PAGES,
    "assets by api": assets.BY_PROGRAMS,
    "relations": relations.PAGES,
    "relations by api": relations.BY_PROGRAMS,
    "care of assets": care.PAGES,
    "care of assets by api": care.BY_PROGRAMS,
    "lists brought in": importing.PAGES,
    "lists brought in by api": importing.BY_PROGRAMS,
    "licences": licences.PAGES,
    "licences by api": licences.BY_PROGRAMS,
    "incidents": INCIDENTS,
    "moves": MOVED,
    "problems": PROBLEMS | PROBLEMS_MOVED,
    "known errors": REGISTER | REGISTER_MOVED,
    "known errors by api": REGISTER_BY_PROGRAMS,
    "maintenance": MAINTENANCE,
    "maintenance by api": MAINTENANCE_BY_PROGRAMS,
    "trends": TRENDS,
    "reports": REPORTS,
    "sign-in": SIGN_IN,
    "api": API,
    "moves by api": MOVED_BY_PROGRAMS,
    "changes": changes.PAGES,
    "approvals": approving.PAGES,
    "approvals by api": approving.BY_PROGRAMS,
    "committee": committee.PAGES,
    "committee by api": committee.BY_PROGRAMS,
    "changes by api": changes.BY_PROGRAMS,
    "releases": releases.PAGES,
    "releases by api": releases.BY_PROGRAMS,
    "requests for change": requests.PAGES,
    "requests for change by api": requests.BY_PROGRAMS,
    "schedule of changes": schedule.PAGES,
    "schedule of changes by api": schedule.BY_PROGRAMS,
    "problems by api": PROBLEMS_BY_PROGRAMS,
    "trends by api": TRENDS_BY_PROGRAMS,
    "continuity": continuity.PAGES,
    "continuity by api": continuity.BY_PROGRAMS,
    "costs": finance.PAGES,
    "costs by api": finance.BY_PROGRAMS,
    "health check": healthcheck.PAGES,
    "health check by api": healthcheck.BY_PROGRAMS,
    "evidence": evidence.PAGES,
    "evidence by api": evidence.BY_PROGRAMS,
    "adoption": adoption.PAGES,
    "adoption by api": adoption.BY_PROGRAMS,
    "papers": papers.PAGES,
    "papers by api": papers.BY_PROGRAMS,
}
DOORS = {name: doors for group in GROUPS.values() for name, doors in group.items()}
