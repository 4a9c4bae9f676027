"""Two schools that know nothing of each other, and a person for every role of the first."""

from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from adoption.models import Certificate, Phase
from assets import workflow as assets
from assets.models import Asset, AssetImport, AssetType, Disposal, Relation, ServiceNeed
from changes.models import ApproverRule, CalendarFeed, ChangeImport, Deputy, Freeze, Meeting, RiskTable
from evidence import workflow as evidence
from healthcheck.models import Action, HealthCheck
from incidents.intake import log_incident
from incidents.models import DatedEvent
from maintenance import workflow as maintenance
from reports.models import KeptFigure, ReportAction, SavedQuestion
from servicedesk.models import Building, Room, Service, Team
from servicedesk.models.crest import Crest
from sla.models import Reevaluation
from tests.changes.requests import make_standard
from tests.factories import (
    MONDAY_9AM,
    PASSWORD,
    make_backup_test,
    make_category,
    make_change,
    make_contract,
    make_cost,
    make_known_error,
    make_licence,
    make_line,
    make_major,
    make_person,
    make_plan,
    make_problem,
    make_promise,
    make_rehearsal,
    make_release,
    make_round,
    make_school,
    make_trend,
)
from tests.house.rights.doors import HATTED, NOBODY
from tests.pictures import png

TODAY = MONDAY_9AM + timedelta(days=2)
DOT = png(1, 1)
OCTOBER = date(2026, 10, 5)
AUGUST = date(2026, 8, 1)
SECRET = "Zebra"  # everything of the other school is called so; nobody of the first may ever read it
TRUST = "trust administrator of every school"
ANONYMOUS = "nobody signed in"
CLOSED = "somebody whose account is closed"
# The visitor's session, and the list of addresses that the sign-in library keeps beside ours.
OWN_BOOKS = ("django_session", "account_emailaddress")
PERSONAS = [*sorted(HATTED), NOBODY, TRUST, ANONYMOUS, CLOSED]


def make_world():
    """The two schools and a browser for every persona."""
    own, other = make_place("Harrow Beck"), make_place(SECRET)
    people = {role: make_person(role, own.school, name=f"The {role}", password=PASSWORD) for role in HATTED}
    people[NOBODY] = make_person(None, name="Newcomer", password=PASSWORD)
    people[TRUST] = make_person("trust_administrator", everywhere=True, name="Trust", password=PASSWORD)
    people[CLOSED] = make_person("trust_administrator", own.school, name="Gone")
    own.mine = log(own, people["requester"])
    make_questions(own, people["service_level_manager"])
    make_questions(other, other.approver)
    other.mine = other.fault
    clients = {name: client_of(person) for name, person in people.items()} | {ANONYMOUS: Client()}
    people[CLOSED].is_active = False
    people[CLOSED].save()
    return SimpleNamespace(own=own, other=other, people=people, clients=clients)


def make_place(name):
    """A school with one of everything."""
    school = make_school(f"{name} School")
    version = make_promise(school)
    school.calendar.name = version.agreement.name = f"{name} rules"
    school.calendar.save()
    version.agreement.save()
    building = Building.objects.create(school=school, name=f"{name} block")
    drawn = {"picture": DOT, "weight": len(DOT), "width": 1, "height": 1}
    Crest.objects.create(school=school, put_by=make_person(None), put_at=MONDAY_9AM, **drawn)
    room = Room.objects.create(school=school, building=building, name=f"{name} hall")
    asset_type, _ = AssetType.objects.get_or_create(name="Projector")
    facts = {"tag": f"{name}-1", "name": f"{name} projector", "type": asset_type, "room": room}
    person = make_person(
        "requester", school, name=f"{name} Moss", email=f"{name.lower().replace(' ', '')}@school.example"
    )
    category = make_category()
    KeptFigure.objects.create(school=school, month=AUGUST, name="incidents", part=0, rows=0, kept_at=MONDAY_9AM)
    place = SimpleNamespace(
        school=school,
        building=building,
        room=room,
        team=Team.objects.create(school=school, name=f"{name} team"),
        asset=Asset.objects.create(school=school, **facts),
        asset_type=asset_type,
        person=person,
        membership=person.memberships.get(),
        calendar=school.calendar,
        agreement=version.agreement,
        version=version,
        draft=version.agreement.versions.create(number=2, parties=f"{name} promises"),
        event=DatedEvent.objects.create(school=school, name=f"{name} exams", first=OCTOBER, last=OCTOBER),
        category=category,
        service=category.service,
        name=name,
    )
    place.disposed = Asset.objects.create(school=school, **facts | {"tag": f"{name}-gone", "state": "disposed"})
    ended = {"disposed_on": MONDAY_9AM.date(), "method": "recycled", "reason": f"{name} was dark", "data": "none_held"}
    Disposal.objects.create(asset=place.disposed, recorded_by=person, recorded_at=MONDAY_9AM, **ended)
    place.fault = log(place, person)
    place.recorded = make_change(school, assets=[place.asset], title=f"{name} change", recorded_by=person)
    make_asked(place)
    place.plan = make_plan(school, name=f"{name} filters", checklist=[f"{name} filter clean"], assets=[place.asset])
    place.round = make_round(place.plan)
    maintenance.start(place.round, by=place.plan.owner, at=MONDAY_9AM)
    _make_care(place)
    _make_relations(place)
    _make_health(place)
    place.problem = make_problem(school, incidents=[place.fault], title=f"{name}: dark")
    place.trend = make_trend(school, incidents=[place.fault], label=f"{name} projectors")
    keeper = {"owner": place.plan.owner}
    place.known = make_known_error(school, title=f"{name}: hums", **keeper)
    place.published = make_known_error(school, title=f"{name}: pink", audience="everyone", **keeper)
    place.retired = make_known_error(school, title=f"{name}: gone", retired_at=MONDAY_9AM, **keeper)
    place.standard = make_standard(school, name=f"{name}: toner")
    place.risks = RiskTable.objects.create(school=school, cells=[["low"] * 3] * 3, changed_at=MONDAY_9AM)
    place.freeze = Freeze.objects.create(
        school=school, title=f"{name}: exams", first=TODAY.date(), last=OCTOBER, made_by=person, made_at=MONDAY_9AM
    )
    window = {"starts_at": TODAY, "ends_at": TODAY + timedelta(hours=1), "made_at": None, "made_on": None}
    make_change(school, title=f"{name}: firmware", kind="normal", status="approved", recorded_by=person, **window)
    reading = {"person": place.plan.owner, "made_at": MONDAY_9AM, "read_at": TODAY}
    CalendarFeed.objects.get_or_create(key="1-x", defaults=reading)
    place.major = make_major(school, title=f"{name}: no internet", requester=person)
    place.change = Reevaluation.objects.create(
        calendar_version=school.calendar.versions.get(),
        asked_at=MONDAY_9AM,
        finished_at=MONDAY_9AM,
        reason=f"{name}: snow",
        total=0,
    )
    sent = {"school": school, "asked_at": MONDAY_9AM, "file_name": f"{name}.csv", "header": ["Tag"]}
    place.asset_import = AssetImport.objects.create(
        **sent, content=b"Tag\nA-1\n", columns={"tag": "Tag"}, choices={"match": "tag"}
    )
    place.change_import = ChangeImport.objects.create(
        **sent | {"header": ["Number"]}, content=b"Number\nC-1\n", columns={"number": "Number"}
    )
    place.licence = make_licence(school, supplier=f"{name} supplier")
    place.software = place.licence.software
    kept = {"kept_at": "Safe", "accepted_at": MONDAY_9AM, "accepted_by": person}
    place.master, _ = place.software.masters.get_or_create(version="1", defaults=kept)
    place.retired_master, _ = place.software.masters.get_or_create(
        version="0", defaults=kept | {"retired_at": MONDAY_9AM}
    )
    place.licence_use = place.licence.uses.create(person=person, given_at=MONDAY_9AM, given_by=person)
    place.release = make_release(school, name=f"{name} build", rooms=[room], owner=place.plan.owner)
    place.rolling = make_release(school, name=f"{name} out", rooms=[room], owner=place.plan.owner, status="rolling_out")
    place.ended_release = make_release(school, name=f"{name} off", owner=place.plan.owner, status="withdrawn")
    place.tested_release = make_release(school, name=f"{name} test", owner=place.plan.owner, status="testing")
    _make_continuity(place)
    _make_claims(place)
    _make_actions(place)
    place.clock = place.fault.resolution_clock
    place.clock.breached_at = MONDAY_9AM
    place.clock.save()
    return place


def _make_health(place):
    """A health check that is over with an action, a phase, a certificate: of nobody in the table."""
    owner, day = place.plan.owner, MONDAY_9AM.date()
    signed = {"started_at": MONDAY_9AM, "started_by": owner, "finished_at": MONDAY_9AM, "finished_by": owner}
    place.health_check = HealthCheck.objects.create(
        school=place.school, first=day - timedelta(days=364), last=day, status="finished", **signed
    )
    place.health_check.answers.create(
        place=1,
        process="incident",
        process_name="Incident management",
        statement="in-major",
        says=f"{place.name} looks",
    )
    facts = {"what": f"{place.name}: walk round", "owner": owner, "due_on": OCTOBER, "made_at": MONDAY_9AM}
    place.health_action = Action.objects.create(
        health_check=place.health_check, school=place.school, made_by=owner, **facts
    )
    place.phase = Phase.objects.create(name=f"{place.name} first", year=2026, note=f"{place.name} begins")
    place.phase.places.create(school=place.school)
    place.school.adoption_starts.create(process="incident", on=OCTOBER, note=f"{place.name} starts")
    place.certificate = Certificate.objects.create(person=owner, school=place.school, unit_code=f"{place.name}-1")


def _make_claims(place):
    """What the school says of itself, with a record and a document behind it, and something signed."""
    boss = place.approver
    said = {"school": place.school, "framework": "ictmark", "year": 2026, "by": boss, "at": MONDAY_9AM}
    place.claim = evidence.begin(**said, statement="6b.1", answer="yes", commentary=f"{place.name} is asked daily.")
    place.signed_claim = evidence.begin(**said, statement="6b.4", answer="no")
    facts = {"status": "signed", "signed_by": boss, "signed_at": MONDAY_9AM}
    type(place.signed_claim).objects.filter(pk=place.signed_claim.pk).update(**facts)
    file = SimpleUploadedFile("minutes.txt", f"{place.name} minutes".encode())
    evidence.add_document(place.claim, by=boss, at=MONDAY_9AM, file=file)
    evidence.link(place.claim, by=boss, at=MONDAY_9AM, kind="incident", reference=place.fault.reference)
    place.claim_document, place.claim_link = place.claim.documents.get(), place.claim.links.get()


def _make_actions(place):
    """Two actions of a service report, one of them done; whose they are may be neither's persona."""
    days = {"report_first": date(2026, 9, 1), "report_last": date(2026, 9, 30), "due": OCTOBER}
    facts = days | {"school": place.school, "owner": place.approver, "added_by": place.approver}
    place.report_action = ReportAction.objects.create(text=f"{place.name}: lamps", added_at=MONDAY_9AM, **facts)
    done = {"status": "done", "done_on": OCTOBER, "done_by": place.approver}
    place.done_action = ReportAction.objects.create(text=f"{place.name}: cables", added_at=MONDAY_9AM, **facts, **done)


def _make_care(place):
    """A stocktake that is over, with a look, and something lent to a name."""
    by = {"by": place.plan.owner, "at": MONDAY_9AM}
    place.stocktake = assets.begin_stocktake(school=place.school, name=f"{place.name} summer", **by)
    place.audit = assets.audit_asset(place.asset, found=place.room, note=f"{place.name} dust", **by)
    assets.end_stocktake(place.stocktake, **by)
    facts = {"tag": "CAM-2", "name": f"{place.name} camera", "type": place.asset_type, "room": place.room}
    lent = Asset.objects.create(school=place.school, **facts)
    place.loan = assets.lend(lent, to_name=f"{place.name} band", due_on=date(2026, 9, 15), **by)


def _make_continuity(place):
    """A line of the recovery order, a rehearsal, a back-up test, contracts and a cost."""
    place.spare, _ = Service.objects.get_or_create(name="Telephones, old")
    place.line = make_line(place.school, service=place.service, meanwhile=f"{place.name} paper")
    rehearsal = {"scenario": f"{place.name} floods", "lead": place.plan.owner}
    place.rehearsal = make_rehearsal(place.school, **rehearsal)
    place.held = make_rehearsal(place.school, status="held", **rehearsal)
    place.held.actions.create(words=f"{place.name} disc", owner=place.plan.owner, due_on=OCTOBER)
    place.contract = make_contract(place.school, name=f"{place.name} line")
    given_up = {"status": "given_up", "ends_on": OCTOBER}
    place.ended_contract = make_contract(place.school, name=f"{place.name} copiers", **given_up)
    place.cost = make_cost(place.school, what=f"{place.name} cable")
    place.backup_test = make_backup_test(place.school, what=f"{place.name} folder", tested_by=place.plan.owner)


def _make_relations(place):
    """What the thing stands on, and the service that needs it."""
    facts = {"tag": f"{place.name}-SW", "name": f"{place.name} switch", "type": place.asset_type}
    place.switch = Asset.objects.create(school=place.school, **facts)
    about = {"asset": place.asset, "made_at": MONDAY_9AM}
    place.relation = Relation.objects.create(kind="connected_to", other=place.switch, **about)
    place.need = ServiceNeed.objects.create(service=place.service, **about)


def make_asked(place):
    """A change that waits for a yes, who is named for it, and who stands in."""
    school, name = place.school, place.name
    place.approver = make_person("service_level_manager", school, name=f"{name} head")
    place.approver_too = make_person("service_level_manager", school, name=f"{name} deputy")
    facts = {"title": f"{name}: new switch", "kind": "normal", "status": "raised", "made_at": None, "made_on": None}
    place.asked = make_change(school, recorded_by=place.person, originator=place.person, **facts)
    made = {"kind": "emergency", "status": "implemented", "afterwards": "asked", "afterwards_at": MONDAY_9AM}
    place.emergency = make_change(school, title=f"{name}: server is down", recorded_by=place.person, **made)
    place.approval = place.asked.approvals.create(step="proceed", approver=place.person, asked_at=MONDAY_9AM)
    place.rule = ApproverRule.objects.create(school=school, step="implement", changed_at=MONDAY_9AM)
    place.rule.people.set([place.approver])
    signed = {"named_by": place.person, "named_at": MONDAY_9AM, "first": OCTOBER}
    place.deputy = Deputy.objects.create(person=place.approver, deputy=place.approver_too, **signed)
    met = {"title": f"{name} committee", "held_at": MONDAY_9AM, "chair": place.approver, "made_at": MONDAY_9AM}
    place.meeting = Meeting.objects.create(school=school, made_by=place.person, **met)
    place.item = place.meeting.items.create(place=1, change=place.asked, step="proceed")


def make_questions(place, owner):
    """A question of a manager that is shared, and one that is not."""
    asked = {"measure": ["incidents"], "period": "month"}
    facts = {"owner": owner, "school": place.school, "asked": asked, "made_at": MONDAY_9AM, "changed_at": MONDAY_9AM}
    place.question = SavedQuestion.objects.create(name=f"{place.name} logged", status="shared", **facts)
    place.private_question = SavedQuestion.objects.create(name=f"{place.name} late", **facts)


def log(place, person, *, minutes=0):
    """A fault of a place, as somebody reported it."""
    facts = {"summary": f"{place.name}: no picture", "room": place.room, "asset": place.asset}
    at = MONDAY_9AM + timedelta(minutes=minutes)
    return log_incident(school=place.school, requester=person, by=person, at=at, category=place.category, **facts)


def client_of(person):
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    return client


@contextmanager
def written():
    """The statements that changed anything, without those that were taken back and those of signing in itself."""
    found, marks = [], {}

    def watch(execute, sql, params, many, context):
        words = sql.upper().split()
        if words[0] == "SAVEPOINT":
            marks[words[1]] = len(found)
        elif words[:3] == ["ROLLBACK", "TO", "SAVEPOINT"]:
            del found[marks[words[3]] :]
        elif words[0] in ("INSERT", "UPDATE", "DELETE", "REPLACE") and not any(table in sql for table in OWN_BOOKS):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found
