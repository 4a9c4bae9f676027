"""What the frame of every page shows: where one is, where one can go, whom to tell about a child."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import get_random_string

from servicedesk.roles import Permission
from servicedesk.waiting import Counted, counted

# (address name, icon, word, permission, behind "More" on a phone unless all fit); the order is that on the rail.
RAIL = [
    ("incidents:queue", "queue", "Queue", Permission.WORK, False),
    ("incidents:report", "report", "Report", Permission.LOG, False),
    ("incidents:mine", "mine", "My faults", Permission.LOG, False),
    ("incidents:status", "pulse", "Status", Permission.LOG, True),
    ("problems:help", "help", "What helps", Permission.LOG, True),
    ("incidents:escalations", "bell", "Escalations", Permission.WORK, True),
    ("problems:list", "problem", "Problems", Permission.SEE_PROBLEMS, True),
    ("maintenance:rounds", "wrench", "Maintenance", Permission.SEE_MAINTENANCE, True),
    ("changes:list", "change", "Changes", Permission.SEE_CHANGES, True),
    ("assets:list", "asset", "Assets", Permission.SEE_ASSETS, True),
    ("reports:dashboard", "chart", "Reports", Permission.SEE_REPORTS, False),
    ("evidence:checklist", "list", "Evidence", Permission.EXPORT_EVIDENCE, True),
    ("sla:calendars", "cal", "Calendar", Permission.SEE_AGREEMENTS, True),
    ("servicedesk:places", "school", "School", Permission.SEE_AGREEMENTS, True),
]
FIT = 5  # places in the bar of a small phone, "More" with them
# The pages behind "School", on which it is described: (address name, word, permission or None for everyone).
SETUP = [
    ("servicedesk:places", "Schools and rooms", None),
    ("servicedesk:catalogue", "Services", None),
    ("servicedesk:people", "People", Permission.SEE_PEOPLE),
    ("servicedesk:roles", "Who may do what", None),
    ("sla:agreements", "Agreements", Permission.SEE_AGREEMENTS),
    ("incidents:priorities", "Priorities", Permission.SEE_AGREEMENTS),
    ("papers:forms", "Forms", None),
    ("continuity:plan", "Continuity", Permission.SEE_AGREEMENTS),
    ("finance:costs", "Costs", Permission.SEE_COSTS),
]


@dataclass(frozen=True)
class Door:
    """One place on the rail."""

    url: str
    icon: str
    label: str
    current: bool
    more: bool
    waiting: Counted | None = None

    @property
    def count(self):
        """How much waits behind it for the reader."""
        return self.waiting.number if self.waiting else 0


def shell(request):
    """The variables of `base.html`."""
    person = getattr(request, "user", None)
    home = getattr(request, "home", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "nav": rail(person, request.path) if signed_in else [],
        "setup": setup(person, request.path) if signed_in else [],
        "theme": request.COOKIES.get("theme") if request.COOKIES.get("theme") in ("light", "dark") else "",
        "density": density(person) if signed_in else "",
        "searches": signed_in and person.may_anywhere(Permission.WORK),
        "place": home.name if home else "Service desk",
        "person": person if signed_in else None,
        "safeguarding": home.school if home else None,
        "demo": settings.DEMO,
        "once": get_random_string(16) if signed_in else "",  # the key of a form: see `servicedesk.idempotency`
    }


def density(person):
    """Technicians and managers get rows, teachers get room."""
    return "dense" if person.may_anywhere(Permission.WORK) or person.may_anywhere(Permission.SEE_REPORTS) else ""


def rail(person, path):
    """The doors this person may open; a record is behind the list it is found on."""
    if path.startswith("/incidents/"):
        path = reverse("incidents:queue" if person.may_anywhere(Permission.WORK) else "incidents:mine")
    if path.startswith(("/reports/", "/service/")):
        path = reverse("reports:dashboard" if person.may_anywhere(Permission.SEE_REPORTS) else "problems:list")
    described = any(door.current for door in setup(person, path))
    doors = [(name, reverse(name), *rest) for name, *rest in RAIL if person.may_anywhere(rest[2])]
    return [
        Door(
            url,
            icon,
            label,
            path.startswith(url) or (described and icon == "school"),
            more and len(doors) > FIT,
            counted(name, person),
        )
        for name, url, icon, label, _, more in doors
    ]


def setup(person, path):
    """The pages about the school that this person may open."""
    open_to = [(reverse(name), label) for name, label, needs in SETUP if needs is None or person.may_anywhere(needs)]
    return [Door(url, "", label, path.startswith(url), False) for url, label in open_to]
