"""The demo's software: a library, licences (one over-used, one that ends soon), and two releases."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from assets import workflow as assets
from assets.models import Asset
from changes import workflow as changes
from changes.models import Change, Release
from servicedesk.models import Room

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
# (title, publisher, version, where its master is kept)
TITLES = [
    ("Panel Board", "Fellside Learning", "6.2", "Library share, Masters, Panel Board 6.2"),
    ("Quill Office", "Quill Works", "2026", "Library share, Masters, Quill 2026"),
    ("Score Writer", "Tarn Music", "11", "Library share, Masters, Score Writer 11"),
    ("Shape CAD", "Northern Draughting", "19.4", "Disc in the server room, shelf 2"),
    ("Gatekeeper filter", "Beacon Networks", "8.1", "Library share, Masters, Gatekeeper 8.1"),
]
# (title, school or None for the trust, how it is counted, how many, days until it ends, £, where the key is)
LICENCES = [
    ("Panel Board", "HBS", "device", 8, 212, "640.00", "Safe in the office, envelope 4"),
    ("Quill Office", None, "site", None, 300, "4100.00", "Account of the trust at the publisher"),
    ("Score Writer", "HBS", "person", 5, 41, "325.00", "Safe in the office, envelope 7"),
    ("Shape CAD", "NGA", "device", 3, None, "1890.00", "Licence server in the North wing"),
    ("Gatekeeper filter", None, "site", None, 512, "2750.00", "With the network manager"),
]
BUILD = {
    "installation": [
        "Set the screen to the service input.",
        "Install Panel Board 6.2 from its master and start it once.",
        "Sign in as a teacher and open yesterday’s lesson.",
    ],
    "roll_back": ["Take Panel Board 6.2 off.", "Install version 6.1 from its master."],
    "stability_test": "Sound, the visualiser and signing in still work.",
    "acceptance_test": "A teacher opens, writes on and keeps a lesson, and finds it again in another room.",
}
NEXT_BUILD = {
    "installation": ["Update one laptop in the workshop.", "Install Quill 2026.", "Sign in as a teacher."],
    "roll_back": ["Put the image of last summer back."],
    "stability_test": "Printing, Wi-Fi and the register of pupils still work.",
    "acceptance_test": "Last year’s documents open and print as they did.",
}


def set_up(schools, people, *, now):
    """All of it, through the desk's own moves."""
    masters = _library(people, now)
    licences = _licences(schools, people, masters, now)
    _give(licences, people, now)
    _screens(schools, people, masters["Panel Board"], now)
    _laptops(schools, people, masters["Quill Office"], now)


def _library(people, now):
    martin, masters = people["martin.hale"], {}
    for name, publisher, version, kept_at in TITLES:
        title = assets.add_software(by=martin, at=now - 80 * DAY, name=name, publisher=publisher)
        facts = {"version": version, "kept_at": kept_at}
        masters[name] = assets.accept_master(title, by=martin, at=now - 80 * DAY, **facts)
    return masters


def _licences(schools, people, masters, now):
    found = {}
    for name, code, per, quantity, ends_in, cost, key_kept_at in LICENCES:
        facts = {"software": masters[name].software, "per": per, "quantity": quantity, "cost": Decimal(cost)}
        facts |= {"expires_on": now.date() + ends_in * DAY if ends_in else None, "key_kept_at": key_kept_at}
        facts |= {"bought_on": now.date() - 79 * DAY, "supplier": masters[name].software.publisher}
        school = schools[code] if code else None
        found[name] = assets.add_licence(by=people["martin.hale"], at=now - 79 * DAY, school=school, **facts)
    return found


def _give(licences, people, now):
    priya, martin = people["priya.shah"], people["martin.hale"]
    screens = Asset.objects.filter(school__code="HBS", type__name="Screen").order_by("tag")[:4]
    assets.give_licence(licences["Panel Board"], by=priya, at=now - 60 * DAY, assets=screens)
    music = [people["lowri.bevan"], people["dan.farrow"], people["helen.yates"]]
    assets.give_licence(licences["Score Writer"], by=priya, at=now - 60 * DAY, people=music)
    laptops = Asset.objects.filter(school__code="NGA", type__name="Laptop").order_by("tag")[:3]
    assets.give_licence(licences["Shape CAD"], by=people["tom.webb"], at=now - 60 * DAY, assets=laptops)
    # The yearly order was for fewer than were installed.
    assets.change_licence(licences["Shape CAD"], by=martin, at=now - 12 * DAY, quantity=2)


def _screens(schools, people, master, now):
    """Half of its rooms are done, and one gave trouble."""
    tom, hbs = people["tom.webb"], schools["HBS"]
    at = [_at(now, days) for days in (30, 27, 25, 20, 14, 7, 6, 3)]
    facts = {"name": "Screens: new board software", "version": "6.2", "owner": tom, "software": [master]}
    release = changes.design_release(by=tom, at=at[0], school=hbs, **facts, **BUILD)
    first = [people["rachel.okafor"], people["marcus.siddiqui"]]
    changes.choose_pilot_release(release, by=tom, at=at[0], people=first, until=at[4].date())
    rooms = [Room.objects.get(school=hbs, name=name) for name in ("A05", "A06", "A07", "IT2", "Hall", "Library")]
    days = [at[3].date(), at[5].date(), at[6].date(), at[7].date(), now.date() + 2 * DAY, now.date() + 3 * DAY]
    plan = [{"room": room, "planned_on": day} for room, day in zip(rooms, days, strict=True)]
    plan[0]["is_pilot"] = True
    changes.plan_rooms_release(release, by=tom, at=at[0], rooms=plan)
    goes_along = Change.objects.filter(school=hbs, title="New firmware for the screens", release=None)
    if goes_along.exists():
        changes.add_changes_release(release, by=tom, at=at[1], changes=goes_along)
    changes.begin_tests_release(release, by=tom, at=at[1])
    _sign(release, tom, at[2], "stability", "Sound, visualiser and sign-in tried in A05 after lessons.")
    changes.begin_pilot_release(release, by=tom, at=at[3])
    _mark(release, tom, at[3], 1, "done")
    _sign(release, people["priya.shah"], at[4], "acceptance", "Rachel kept a lesson in A05 and opened it in A07.")
    said = "Both liked it. The pen had to be paired once more."
    changes.roll_out_release(release, by=tom, at=at[4], pilot_result=said)
    _mark(release, tom, at[5], 2, "done")
    _mark(release, tom, at[6], 3, "done")
    _mark(release, tom, at[7], 4, "failed", "Not enough space: waits for a larger disk.")


def _laptops(schools, people, master, now):
    """Still being tested: nobody has it yet."""
    carys = people["carys.lloyd"]
    facts = {"name": "Staff laptops: summer build", "version": "2026", "owner": carys, "software": [master]}
    release = changes.design_release(by=carys, at=_at(now, 9), school=schools["NGA"], **facts, **NEXT_BUILD)
    changes.choose_pilot_release(release, by=carys, at=_at(now, 9), people=[people["sam.whitby"]])
    rooms = [{"room": room} for room in Room.objects.filter(school=schools["NGA"], name__in=["Study", "S3"])]
    changes.plan_rooms_release(release, by=carys, at=_at(now, 9), rooms=rooms)
    changes.begin_tests_release(release, by=carys, at=_at(now, 5))
    _sign(release, carys, _at(now, 2), "stability", "Two copiers print blank pages since.", passed=False)


def _sign(release, by, at, which, result, passed=True):
    changes.sign_test_release(release, by=by, at=at, which=which, passed=passed, result=result)


def _mark(release, by, at, place, state, note=""):
    release = Release.objects.get(pk=release.pk)
    changes.mark_room_release(release, by=by, at=at, room=release.rooms.get(place=place), state=state, note=note)


def _at(now, days):
    """Half past three in the afternoon, so many days ago; on a weekend the Friday before."""
    day = now.date() - days * DAY
    return datetime.combine(day - max(day.weekday() - 4, 0) * DAY, time(15, 30), LONDON)
