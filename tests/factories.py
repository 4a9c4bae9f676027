"""Schools, people and records for tests: each function makes a valid one, and only what a test names differs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from assets.models import Licence, Software
from changes.models import Change, Release
from continuity.models import BackupTest, RecoveryLine, Rehearsal
from finance.models import Contract, Cost
from incidents.models import Incident, MajorIncident, Status
from incidents.priority import Priority
from maintenance.models import Plan
from problems.models import KnownError, Problem, Trend
from servicedesk.models import Category, Membership, Person, School, Service, Trust
from sla.models import Agreement, AgreementVersion, Calendar, CalendarVersion, Clock, ClockKind, ClockState

MONDAY_9AM = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough password"

_numbers = count(1)


def make_school(name="Harrow Beck School", *, code=None, trust=None, **fields):
    """A school of the one trust, unless another is given."""
    trust = trust or Trust.objects.first() or Trust.objects.create(name="Beck Trust")
    return School.objects.create(name=name, code=code or f"S{next(_numbers)}", trust=trust, **fields)


def make_person(role="requester", school=None, *, name="Rachel Moss", everywhere=False, password=None, **fields):
    """A person with one hat at a school; `everywhere` makes it a hat of the whole trust, role=None no hat at all.

    Without a password nobody signs in (tests use `client.force_login`), and no time goes on hashing one.
    """
    fields.setdefault("email", f"person{next(_numbers)}@school.example")
    person = Person.objects.create_user(name=name, password=password, **fields)
    if role:
        Membership.objects.create(person=person, role=role, school=None if everywhere else school or make_school())
    return person


def make_category(name="No picture", *, service="Projectors and screens"):
    """A category of the catalogue, the same one for the same words."""
    service, _ = Service.objects.get_or_create(name=service)
    return Category.objects.get_or_create(service=service, name=name)[0]


def make_agreement_version(school=None, *, agreement=None, **fields):
    """A version in force of an agreement of a school, or of the trust."""
    agreement = agreement or Agreement.objects.get_or_create(school=school, defaults={"name": "ICT support"})[0]
    fields = {"number": 1, "state": AgreementVersion.State.IN_FORCE, "in_force_from": MONDAY_9AM} | fields
    return AgreementVersion.objects.get_or_create(agreement=agreement, number=fields.pop("number"), defaults=fields)[0]


def make_calendar_version(school=None, *, document=None):
    """The first version of a calendar of a school, or of the trust."""
    calendar, _ = Calendar.objects.get_or_create(school=school, defaults={"name": "School calendar"})
    facts = {"document": document or OPEN_8_TO_4, "made_at": MONDAY_9AM}
    return CalendarVersion.objects.get_or_create(calendar=calendar, number=1, defaults=facts)[0]


def make_clock(school, kind=ClockKind.RESOLUTION, state=ClockState.RUNNING, *, at=MONDAY_9AM, **fields):
    """A clock as it stands, without the events that led there (`sla.clocks` makes real ones)."""
    facts = {
        "agreement_version": fields.pop("agreement_version", None) or make_agreement_version(),
        "calendar_version": fields.pop("calendar_version", None) or make_calendar_version(),
        "priority": Priority.P3,
        "amount": 480,
        "unit": "minutes",
        "started_at": at,
        "spent": timedelta(0),
        "counting_since": at if state == ClockState.RUNNING else None,
        "stopped_at": at if state == ClockState.STOPPED else None,
    }
    return Clock.objects.create(school=school, kind=kind, state=state, **facts | fields)


def make_incident(school=None, *, at=MONDAY_9AM, **fields):
    """A record opened at `at`, without clocks unless they are given; what its state demands is filled in."""
    school = school or make_school()
    status = fields.get("status", Status.NEW)
    facts = {"summary": "No picture in B12", "priority": Priority.P3, "opened_at": at, "wrote_last_at": at}
    facts["opened_on"] = at.date()
    if status in (Status.ASSIGNED, Status.IN_PROGRESS) and "source_reference" not in fields:
        facts["assignee"] = fields.get("assignee") or make_person("technician", school, name="Priya Shah")
    if status == Status.WAITING:
        facts |= {"wait_reason": "part", "follow_up_on": date(2026, 9, 21)}
    if status in (Status.RESOLVED, Status.CLOSED):
        facts |= {"resolved_at": at, "resolution": "New lamp."}
    if status in (Status.CLOSED, Status.CANCELLED):
        facts["closed_at"] = at
    if "requester" not in fields:
        facts["requester"] = make_person("requester", school)
    return Incident.objects.create(school=school, **facts | fields)


def make_change(school=None, *, assets=(), rooms=(), at=MONDAY_9AM, **fields):
    """A change that was made at a school (False: in several), with what it touched."""
    school = None if school is False else school or make_school()
    by = fields.pop("recorded_by", None) or make_person("technician", school, everywhere=school is None)
    facts = {"title": "New driver", "made_at": at, "made_on": at.date(), "recorded_by": by, "recorded_at": at}
    change = Change.objects.create(school=school, **facts | fields)
    change.assets.set(assets)
    change.rooms.set(rooms)
    return change


def make_licence(school=None, *, title="Drawing board", **fields):
    """A licence of a school (False: of the whole trust) for ten things, unless it says otherwise."""
    school = None if school is False else school or make_school()
    software, _ = Software.objects.get_or_create(name=title)
    return Licence.objects.create(software=software, school=school, **{"quantity": 10} | fields)


def make_release(school=None, *, rooms=(), at=MONDAY_9AM, **fields):
    """A release of a school (False: of several) with rooms to do; what its state demands is filled in."""
    school = None if school is False else school or make_school()
    owner = fields.pop("owner", None) or make_person("technician", school, everywhere=school is None)
    facts = {"name": "New classroom build", "made_at": at, "made_by": owner}
    facts |= {"installation": ["Start it."], "roll_back": ["Put it back."]}
    facts |= {"stability_test": "Printing", "acceptance_test": "Sign in"}
    if fields.get("status") in ("pilot", "rolling_out", "done"):
        for test in ("stability", "acceptance"):
            facts |= {f"{test}_passed": True, f"{test}_by": owner, f"{test}_at": at, f"{test}_result": "All well."}
    release = Release.objects.create(school=school, owner=owner, **facts | fields)
    for place, room in enumerate(rooms, 1):
        release.rooms.create(place=place, room=room)
    return release


def make_problem(school=None, *, incidents=(), at=MONDAY_9AM, **fields):
    """A problem of a school (False: of the whole trust) with the incidents it caused; its state is filled in."""
    school = None if school is False else school or make_school()
    facts = {"title": "Projectors of block B lose their picture", "raised_at": at, "raised_on": at.date()}
    status = fields.get("status")
    if status in ("resolved", "closed"):
        facts |= {"resolved_at": at, "resolution": "New cables."}
    if status in ("closed", "withdrawn"):
        facts["closed_at"] = at
    problem = Problem.objects.create(school=school, **facts | fields)
    for incident in incidents:
        problem.links.create(incident=incident, linked_at=at)
    return problem


def make_trend(school=None, *, incidents=(), at=MONDAY_9AM, **fields):
    """A trend of a school (False: of several) that waits for a decision, over the two weeks before `at`."""
    school = None if school is False else school or make_school()
    facts = {"kind": "recurrence", "key": f"asset={next(_numbers)}", "label": "Projector, Room B12", "count": 5}
    facts |= {"expected": 0.6, "score": 4.0, "why": "5 faults, where 0.6 are usual."}
    facts |= {"first": at.date() - timedelta(days=13), "last": at.date(), "found_on": at.date(), "found_at": at}
    facts["seen_on"] = at.date()
    trend = Trend.objects.create(school=school, **facts | fields)
    trend.incidents.set(incidents)
    return trend


def make_known_error(school=None, *, at=MONDAY_9AM, **fields):
    """An entry of the register, for technicians unless it says otherwise; without a school for the whole trust."""
    owner = fields.pop("owner", None) or make_person("technician", school, everywhere=school is None, name="Priya Shah")
    facts = {"title": "Picture goes after a minute", "symptoms": "no picture", "workaround": "Turn it off and on."}
    facts |= {"review_on": at.date() + timedelta(days=42), "written_at": at}
    return KnownError.objects.create(school=school, owner=owner, **facts | fields)


def make_major(school=None, *, title="No internet", lead=None, at=MONDAY_9AM, **fields):
    """A record that was declared a major incident, which goes on unless its status says otherwise."""
    incident = make_incident(school, at=at, **fields)
    lead = lead or make_person("technician", incident.school, name="Priya Shah")
    over = None if incident.is_open else at
    facts = {"lead": lead, "declared_by": lead, "declared_at": at, "stood_down_at": over}
    return MajorIncident.objects.create(incident=incident, title=title, **facts)


OPEN_8_TO_4 = {
    "zone": "Europe/London",
    "hours": {"term": {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}},
}
TARGETS = {1: (30, 360), 2: (60, 240), 3: (120, 480), 4: (480, 1440), 5: (960, 2880)}


def make_promise(school=None, *, document=None, **fields):
    """An agreement in force with targets for every priority (minutes), on a calendar open Monday to Friday 8 to 4."""
    make_calendar_version(school, document=document or OPEN_8_TO_4)
    version = make_agreement_version(school, **fields)
    for priority, (response, resolution) in TARGETS.items():
        version.targets.get_or_create(kind="response", priority=priority, defaults={"amount": response})
        version.targets.get_or_create(kind="resolution", priority=priority, defaults={"amount": resolution})
    return version


def make_plan(school=None, *, at=MONDAY_9AM, checklist=("Filter clean",), assets=(), rooms=(), **fields):
    """A maintenance plan due each Friday, without rounds; `checklist`: words, each answered by OK or not."""
    school = school or make_school()
    facts = {
        "name": f"Plan {next(_numbers)}",
        "rule": {"every": "week", "weekday": 4},
        "active_from": at.date(),
        "made_at": at,
        "scope": "assets" if assets else "rooms" if rooms else "work",
    }
    owner = fields.pop("owner", None) or make_person("technician", school, name="Priya Shah")
    plan = Plan.objects.create(school=school, owner=owner, **facts | fields)
    plan.assets.set(assets)
    plan.rooms.set(rooms)
    for place, words in enumerate(checklist, 1):
        plan.checklist.create(place=place, words=words)
    return plan


def make_round(plan=None, *, at=MONDAY_9AM, **fields):
    """A round of a plan, planned for this week; what its state demands is filled in."""
    plan = plan or make_plan(at=at)
    day = at.date()
    facts = {"slot": f"test {next(_numbers)}", "opens": day, "due": day + timedelta(days=4), "owner": plan.owner}
    if fields.get("status") == "under_way":
        facts["started_at"] = at
    if fields.get("status") == "done":
        facts |= {"started_at": at, "finished_at": at, "done_on": day}
    if fields.get("status") == "skipped":
        facts["skip_reason"] = "Snow"
    return plan.rounds.create(school=plan.school, **facts | fields)


def make_line(school=None, *, service="Network", at=MONDAY_9AM, **fields):
    """A service at the end of the recovery order of a school (False: of the trust), by its name or its row."""
    school = None if school is False else school or make_school()
    if isinstance(service, str):
        service, _ = Service.objects.get_or_create(name=service)
    place = RecoveryLine.objects.filter(school=school).count() + 1
    facts = {"place": place, "back_within": 4, "made_on": at.date()}
    return RecoveryLine.objects.create(school=school, service=service, **facts | fields)


def make_rehearsal(school=None, *, services=(), at=MONDAY_9AM, **fields):
    """A rehearsal planned for in a week, unless its status says otherwise; `services` are its scope."""
    school = school or make_school()
    lead = fields.pop("lead", None) or make_person("technician", school, name="Priya Shah")
    facts = {"scenario": "Flood", "planned_on": at.date() + timedelta(days=7), "made_by": lead, "made_at": at}
    if fields.get("status") == "held":
        facts |= {"planned_on": at.date(), "held_on": at.date(), "result": "passed"}
    if fields.get("status") == "cancelled":
        facts["cancel_reason"] = "Snow"
    rehearsal = Rehearsal.objects.create(school=school, lead=lead, **facts | fields)
    for service in services:
        rehearsal.scope.create(service=service)
    return rehearsal


def make_backup_test(school=None, *, at=MONDAY_9AM, **fields):
    """A back-up that came back whole."""
    school = school or make_school()
    by = fields.pop("tested_by", None) or make_person("technician", school, name="Priya Shah")
    facts = {"what": "A folder", "tested_on": at.date(), "result": "passed", "logged_at": at}
    return BackupTest.objects.create(school=school, tested_by=by, **facts | fields)


def make_contract(school=None, *, services=(), at=MONDAY_9AM, **fields):
    """A contract of a school (False: of the trust), £365 a year from September 2025, without an end."""
    school = None if school is False else school or make_school()
    facts = {"name": "Fibre line", "supplier": "Fellside Networks", "cost": Decimal(365), "made_at": at}
    contract = Contract.objects.create(school=school, **facts | {"starts_on": date(2025, 9, 1)} | fields)
    contract.services.set(services)
    return contract


def make_cost(school=None, **fields):
    """Something that was paid once, by a school (False: by the trust)."""
    school = None if school is False else school or make_school()
    facts = {"what": "A box of cables", "amount": Decimal(40), "starts_on": date(2026, 9, 10)}
    return Cost.objects.create(school=school, **facts | fields)
