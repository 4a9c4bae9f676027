"""A build procedure on paper: to install by, to sign both tests on, to tick off the rooms."""

from pathlib import Path

from django.utils.timezone import localtime

from changes.models import Release
from changes.presentation.releases import progress_of, tests_of
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("release.typ")


def release_pdf(release: Release, *, at) -> bytes:
    """One release as a tagged PDF."""
    return set_on_paper(TEMPLATE, _document(release, at=at), at=at)


def _document(release, *, at):
    """What the template shows, as plain text."""
    rooms = list(release.rooms.select_related("room", "asset", "done_by"))
    return {
        "title": str(release),
        "head": masthead(release.school, reference=release.reference, path=release.get_absolute_url()),
        "subtitle": f"Build procedure {release.reference}",
        "footer": f"{release.reference}, {release.name[:80]}. Printed {_day(localtime(at))}.",
        "facts": [[name, said] for name, said in _facts(release, rooms) if said],
        "design": release.design,
        "installation": release.installation,
        "roll_back": release.roll_back,
        "tests": [_test(each) for each in tests_of(release)],
        "rooms": [_room(row) for row in rooms],
    }


def _facts(release, rooms):
    yield "School", release.school.name if release.school else "Several schools of the trust"
    yield "Service", release.service.name if release.service else ""
    yield "State", release.get_status_display()
    yield "Answers for it", release.owner.name
    yield "Installs", ", ".join(str(master) for master in release.software.select_related("software"))
    yield "Kept at", "; ".join(master.kept_at for master in release.software.all())
    yield "Changes", ", ".join(str(change) for change in release.changes.order_by("pk"))
    yield "Pilot people", ", ".join(person.name for person in release.pilot_people.all())
    yield "Pilot until", _day(release.pilot_until) if release.pilot_until else ""
    yield "Rooms done", progress_of(rooms)["words"] if rooms else ""


def _test(test):
    said = {True: "Passed", False: "Not passed"}.get(test["passed"], "")
    signed = f"{test['by'].name}, {_day(localtime(test['at']))}" if test["by"] else ""
    facts = {"title": test["words"], "asks": test["asks"], "text": test["text"] or "Not written down yet."}
    return facts | {"said": said, "result": test["result"], "signed": signed}


def _room(row):
    where = f"{row.room.name}: {row.asset}" if row.asset else row.room.name
    day = f"{row.planned_on.day} {row.planned_on:%b %Y}" if row.planned_on else ""
    state = "" if row.state == "to_do" else row.get_state_display()
    return [str(row.place), f"{where} (pilot)" if row.is_pilot else where, day, state, row.note]


def _day(day):
    return f"{day.day} {day:%B %Y}"
