"""What the trust's ICT support has promised the demo's schools, what holds it up, and what counts for more."""

from datetime import timedelta

from config.demo.year import monday_of
from incidents.models import DatedEvent
from servicedesk.models import Service, Team
from sla.models import Agreement, AgreementKind, AgreementVersion

DAY = timedelta(days=1)
# Priority → (response minutes, resolution amount, unit, goal), as schools publish them.
PROMISES = {
    1: (30, 120, "minutes", 95),
    2: (60, 240, "minutes", 90),
    3: (120, 480, "minutes", 90),
    4: (480, 3, "school_days", 90),
    5: (960, 10, "school_days", 85),
}
# (clock, per cent, tell the owner, tell this role, pass to this team of the school)
STEPS = [
    ("response", 75, True, "service_desk", ""),
    ("response", 150, False, "service_level_manager", ""),
    ("resolution", 75, True, "", ""),
    ("resolution", 100, True, "service_level_manager", ""),
    ("resolution", 150, True, "service_level_manager", "Site team"),
]
# Priority → time to fix (amount, unit). The copier firm allows itself longer for P2 than the schools are promised.
SITE_TEAM = {
    1: (60, "minutes"),
    2: (180, "minutes"),
    3: (420, "minutes"),
    4: (2, "school_days"),
    5: (5, "school_days"),
}
COPIER_FIRM = SITE_TEAM | {1: (120, "minutes"), 2: (360, "minutes"), 3: (480, "minutes")}
PARTIES = (
    "The ICT support team of the trust promises this to the staff of every school. Head teachers promise in turn that "
    "faults come to the service desk and not to the corridor."
)
DUTIES = "Report a fault once, on the report page or by phone. Say whether a lesson is stopped. Leave the room open."
EXCLUSIONS = "Equipment that people own themselves, and wiring inside walls, which belongs to the site manager."


def make_promises(schools, *, today, at, by):
    """The agreement with the schools, one with a team, one with a firm, and days on which faults count for more."""
    review = monday_of(today) + 20 * 7 * DAY
    version = _in_force(Agreement(name="ICT support for our schools"), at=at, by=by, review_on=review)
    AgreementVersion.objects.filter(pk=version.pk).update(parties=PARTIES, duties=DUTIES, exclusions=EXCLUSIONS)
    for priority, (answer, fix, unit, goal) in PROMISES.items():
        version.targets.create(kind="response", priority=priority, amount=answer, goal=goal)
        version.targets.create(kind="resolution", priority=priority, amount=fix, unit=unit, goal=goal)
    for kind, percent, owner, role, team in STEPS:
        passed = Team.objects.get(school=schools["HBS"], name=team) if team else None
        version.steps.create(kind=kind, percent=percent, tell_owner=owner, tell_role=role, pass_to=passed)
    version.services.set(Service.objects.all())
    _sign(version, at, ("Martin Hale", "ICT manager of the trust"), ("Ms Kessler", "Head teacher, Northgate Academy"))
    _make_supports(schools, at=at, by=by, review=review)
    _make_what_counts_more(version, schools, today=today)


def _make_supports(schools, *, at, by, review):
    """A team that holds the promise, and a firm that falls short of it once."""
    harrow_beck = schools["HBS"]
    team = Team.objects.get(school=harrow_beck, name="Site team")
    name = "Site team to the service desk"
    ola = Agreement(kind=AgreementKind.OPERATIONAL, school=harrow_beck, team=team, name=name)
    version = _in_force(ola, at=at, by=by, review_on=review, parties="The site team helps the service desk on site.")
    _fixes(version, SITE_TEAM)
    version.services.set(Service.objects.filter(name__in=["Teaching rooms", "Network"]))
    _sign(version, at, ("Martin Hale", "ICT manager of the trust"))
    firm = Agreement(kind=AgreementKind.CONTRACT, supplier="Fellside Copiers", name="Copiers and printers")
    version = _in_force(
        firm, at=at, by=by, review_on=review, parties="Fellside Copiers repairs what it has leased to us."
    )
    _fixes(version, COPIER_FIRM)
    version.services.set(Service.objects.filter(name="Printing"))


def _make_what_counts_more(version, schools, *, today):
    version.uplifts.create(service=Service.objects.get(name="Network"), steps=1)
    monday = monday_of(today) + 7 * DAY
    DatedEvent.objects.create(school=schools["NGA"], name="Mock exams", first=monday, last=monday + 4 * DAY, steps=1)


def _in_force(agreement, *, at, by, **words):
    agreement.save()
    facts = {"made_by": by, "made_at": at, "put_in_force_by": by, "reason": "The first of its kind"}
    return agreement.versions.create(
        number=1, state=AgreementVersion.State.IN_FORCE, in_force_from=at, **facts, **words
    )


def _fixes(version, amounts):
    for priority, (amount, unit) in amounts.items():
        version.targets.create(kind="resolution", priority=priority, amount=amount, unit=unit)


def _sign(version, at, *people):
    for name, position in people:
        version.signatures.create(name=name, position=position, signed_on=at.date())
