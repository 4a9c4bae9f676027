"""The demo's schools, rooms, services and assets."""

from datetime import date
from decimal import Decimal

from assets.models import Asset, AssetType
from servicedesk.models import Building, Category, Room, School, Service, Team, Trust

TRUST = "Beck Valley Trust"
SCHOOLS = [
    ("HBS", "Harrow Beck School", "Mrs Adeyemi", "01632 960201", 940),
    ("MLP", "Mill Lane Primary", "Mr Carver", "01632 960211", 210),
    ("NGA", "Northgate Academy", "Ms Kessler", "01632 960305", 1180),
]
BUILDINGS = {
    "HBS": {
        "Science block": ["B09", "B10", "B11", "B12"],
        "Main building": ["A05", "A06", "A07", "C04", "Hall", "Library", "Office", "Reception", "Staff room"],
        "Computing": ["IT1", "IT2"],
    },
    "MLP": {
        "Infants": ["Reception class", "Year 1", "Year 2"],
        "Juniors": ["Year 3", "Year 4", "Year 5", "Year 6", "Office"],
    },
    "NGA": {"North wing": ["N1", "N2", "N3", "N4"], "South wing": ["S1", "S2", "S3"], "Sixth form": ["Study", "Café"]},
}
# (service, what it is, [(category, kind, drawing)])
CATALOGUE = [
    (
        "Teaching rooms",
        "Projectors, screens, sound and visualisers, so that a lesson can be seen and heard.",
        [("No picture", "fault", "picture"), ("No sound", "fault", "sound"), ("Pen or touch", "fault", "touch")],
    ),
    (
        "Computers and tablets",
        "Staff laptops, classroom computers and trolleys.",
        [("Won’t turn on", "fault", "power"), ("Laptop or tablet", "fault", "laptop")],
    ),
    ("Accounts and sign-in", "Getting in, and seeing what you should.", [("Can’t sign in", "fault", "sign-in")]),
    ("Printing", "Printers and copiers.", [("Printer", "fault", "printer")]),
    ("Network", "Wi-Fi and the way to the internet.", [("Internet", "fault", "internet")]),
    ("Requests", "New things, software, moves.", [("Ask for something", "request", "software")]),
    ("Anything else", "When nothing fits.", [("Something else", "fault", "other")]),
]
# School → [(type, name, tag, room)]
ASSETS = {
    "HBS": [
        ("Projector", "Projector", "PRJ-0209", "B09"),
        ("Projector", "Projector", "PRJ-0210", "B10"),
        ("Projector", "Projector", "PRJ-0211", "B11"),
        ("Projector", "Projector", "PRJ-0212", "B12"),
        ("Screen", "Interactive screen", "SCR-0107", "A07"),
        ("Screen", "Interactive screen", "SCR-0105", "A05"),
        *(("Projector", "Projector", f"PRJ-{n}", room) for n, room in ((221, "C04"), (222, "Library"), (223, "IT1"))),
        *(
            ("Screen", "Interactive screen", f"SCR-{n}", room)
            for n, room in ((106, "A06"), (108, "IT2"), (109, "Hall"))
        ),
        *(("Laptop", "Staff laptop", f"LT-{n}", "Staff room") for n in range(418, 426)),
        *(("Tablet", "Tablet", f"TAB-{n}", room) for n, room in ((201, "B09"), (202, "B11"), (203, "A05"))),
        *(("Access point", "Access point", f"AP-{n}", room) for n, room in ((1, "B10"), (2, "A06"), (3, "Hall"))),
        ("Printer", "Copier", "PRN-02", "Office"),
        ("Printer", "Copier", "PRN-03", "Library"),
        ("Label printer", "Label printer", "LBL-02", "Reception"),
        ("Printer", "Copier", "PRN-01", "Staff room"),
        ("Access point", "Access point", "AP-LIB-1", "Library"),
        ("Laptop", "Staff laptop", "LT-0417", "Staff room"),
        ("Trolley", "Laptop trolley 3", "TRL-3", "Hall"),
    ],
    "MLP": [
        ("Screen", "Interactive screen", "MSC-05", "Year 5"),
        ("Tablet", "Tablet", "TAB-112", "Year 5"),
        *(("Tablet", "Tablet", f"TAB-{n}", f"Year {n - 110}") for n in (111, 113, 114, 116)),
        *(("Screen", "Interactive screen", f"MSC-0{n}", f"Year {n}") for n in (1, 2, 3, 4, 6)),
        ("Laptop", "Staff laptop", "MLT-01", "Office"),
        ("Printer", "Office printer", "MPR-1", "Office"),
    ],
    "NGA": [
        ("Projector", "Projector", "NPJ-01", "N1"),
        ("Projector", "Projector", "NPJ-02", "N2"),
        *(("Projector", "Projector", f"NPJ-0{n}", room) for n, room in ((3, "N3"), (4, "N4"), (5, "S1"), (6, "S2"))),
        *(("Laptop", "Staff laptop", f"NLT-{n}", "Study") for n in range(1, 5)),
        *(("Screen", "Interactive screen", f"NSC-{n}", room) for n, room in ((1, "S3"), (2, "Study"))),
        ("Access point", "Access point", "AP-N-1", "N2"),
        ("Access point", "Access point", "AP-S-1", "S1"),
        ("Printer", "Copier", "NPR-2", "Study"),
    ],
}


def make_schools():
    """The trust and its schools with their rooms, by code."""
    trust = Trust.objects.create(name=TRUST)
    schools = {}
    for code, name, contact, phone, pupils in SCHOOLS:
        school = School.objects.create(
            trust=trust, code=code, name=name, safeguarding_contact=contact, safeguarding_phone=phone, pupils=pupils
        )
        schools[code] = school
        Team.objects.create(school=school, name="Site team")
        for building_name, rooms in BUILDINGS[code].items():
            building = Building.objects.create(school=school, name=building_name)
            Room.objects.bulk_create(Room(school=school, building=building, name=room) for room in rooms)
    return schools


def make_catalogue():
    """The services on offer and their buttons; the categories by name."""
    categories = {}
    for order, (name, description, buttons) in enumerate(CATALOGUE, start=1):
        service = Service.objects.create(name=name, description=description, order=order)
        for place, (category, kind, picture) in enumerate(buttons):
            categories[category] = Category.objects.create(
                service=service, name=category, kind=kind, picture=picture, order=order * 10 + place
            )
    return categories


# sort → (invented make, model, years ago, £, years of warranty, years one is meant to last)
MODELS = {
    "Projector": ("Lumenfield", "LF-320", 6, "480.00", 3, 6),
    "Screen": ("Panelmark", "PM 65", 3, "1650.00", 5, 8),
    "Laptop": ("Northbook", "NB 14", 4, "560.00", 3, 5),
    "Tablet": ("Slatewell", "S10", 2, "310.00", 2, 4),
    "Access point": ("Airwright", "AW 6", 5, "290.00", 5, 7),
    "Printer": ("Inkstead", "C450", 5, "2100.00", 3, 7),
    "Label printer": ("Tagsmith", "T2", 1, "140.00", 2, 6),
    "Trolley": ("Wheelhouse", "16 bay", 4, "720.00", 2, 8),
}


def make_assets(schools, *, at):
    """The first lines of each school's register, written down at `at`."""
    for code, rows in ASSETS.items():
        for kind, name, tag, room in rows:
            asset = Asset(
                school=schools[code],
                type=_sort(kind),
                name=name,
                tag=tag,
                room=Room.objects.get(school=schools[code], name=room),
                **_bought(kind, at),
            )
            asset._history_date = at
            asset.save()


def _sort(kind):
    *_, lifetime = MODELS.get(kind, (None,))
    return AssetType.objects.get_or_create(name=kind, defaults={"lifetime_years": lifetime})[0]


def _bought(kind, at):
    """What one of a sort is and cost; the school buys in the summer."""
    if kind not in MODELS:
        return {}
    make, model, ago, cost, warranty, _ = MODELS[kind]
    bought = date(at.year - ago, 8, 20)
    facts = {"make": make, "model": model, "bought_on": bought, "cost": Decimal(cost)}
    return facts | {"warranty_until": bought.replace(year=bought.year + warranty), "supplier": "Beck Valley Supplies"}
