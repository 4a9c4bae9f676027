"""The networks of the demo's schools: what stands on what, from the line to the lesson."""

from datetime import timedelta

from assets.models import Asset, AssetType
from assets.workflow import need, relate
from servicedesk.models import Room, Service

KEEPERS = {"HBS": "priya.shah", "NGA": "carys.lloyd"}
# School → [(type, name, tag, room)]: what hangs in cupboards and nobody reports a fault with.
CUPBOARDS = {
    "HBS": [
        ("Internet line", "Fibre line", "LINE-1", "Office"),
        ("Firewall", "Firewall", "FW-1", "Office"),
        ("Switch", "Core switch", "SW-CORE", "Office"),
        ("Switch", "Switch, main building", "SW-MAIN", "Staff room"),
        ("Switch", "Switch, science block", "SW-SCI", "B09"),
        ("Switch", "Switch, computing", "SW-IT", "IT1"),
        ("Server", "Virtual host", "SRV-1", "Office"),
        ("Server", "Files and printing", "VM-FILES", "Office"),
        ("Server", "Sign-in and names", "VM-SIGNIN", "Office"),
        ("Server", "Wi-Fi controller", "VM-WIFI", "Office"),
        ("Storage", "Back-up store", "NAS-1", "Library"),
        ("Power", "Battery of the cupboard", "UPS-1", "Office"),
    ],
    "NGA": [
        ("Internet line", "Fibre line", "NLINE-1", "Study"),
        ("Firewall", "Firewall", "NFW-1", "Study"),
        ("Switch", "Core switch", "NSW-1", "Study"),
        ("Switch", "Switch, south wing", "NSW-2", "S1"),
    ],
}
# School → [(tag, how, tag of what it stands on or backs up)]
RELATIONS = {
    "HBS": [
        ("FW-1", "connected_to", "LINE-1"),
        ("SW-CORE", "connected_to", "FW-1"),
        *((machine, "runs_on", "UPS-1") for machine in ("SW-CORE", "SRV-1")),
        *((below, "connected_to", "SW-CORE") for below in ("SW-MAIN", "SW-SCI", "SW-IT", "SRV-1")),
        *((machine, "runs_on", "SRV-1") for machine in ("VM-FILES", "VM-SIGNIN", "VM-WIFI")),
        *(("NAS-1", "backs_up", machine) for machine in ("VM-FILES", "VM-SIGNIN")),
        *((below, "connected_to", "SW-MAIN") for below in ("NAS-1", "AP-2", "AP-3", "AP-LIB-1")),
        *((copier, "connected_to", "SW-MAIN") for copier in ("PRN-01", "PRN-02", "PRN-03")),
        *((screen, "connected_to", "SW-MAIN") for screen in ("SCR-0105", "SCR-106", "SCR-0107", "SCR-109")),
        *((below, "connected_to", "SW-SCI") for below in ("AP-1", "PRJ-0209", "PRJ-0210", "PRJ-0211", "PRJ-0212")),
        *((below, "connected_to", "SW-IT") for below in ("SCR-108", "PRJ-223")),
    ],
    "NGA": [
        ("NFW-1", "connected_to", "NLINE-1"),
        ("NSW-1", "connected_to", "NFW-1"),
        *((below, "connected_to", "NSW-1") for below in ("NSW-2", "AP-N-1", "NPR-2")),
        *((below, "connected_to", "NSW-2") for below in ("AP-S-1", "NPJ-05", "NPJ-06")),
    ],
}
# School → [(service, tag of what it needs)]
NEEDS = {
    "HBS": [
        *(("Network", tag) for tag in ("FW-1", "VM-WIFI", "AP-1", "AP-2", "AP-3", "AP-LIB-1")),
        ("Printing", "VM-FILES"),
        ("Accounts and sign-in", "VM-SIGNIN"),
    ],
    "NGA": [*(("Network", tag) for tag in ("NFW-1", "AP-N-1", "AP-S-1")), ("Printing", "NPR-2")],
}


def lay(schools, staff, *, at):
    """Write the cupboards into the registers at `at`, and an hour later what stands on what."""
    for code, keeper in KEEPERS.items():
        by = staff[keeper]
        _fill(schools[code], CUPBOARDS[code], by=by, at=at)
        _relate(schools[code], RELATIONS[code], NEEDS[code], by=by, at=at + timedelta(hours=1))


def _fill(school, rows, *, by, at):
    rooms = {room.name: room for room in Room.objects.filter(school=school)}
    for sort, name, tag, room in rows:
        type, _ = AssetType.objects.get_or_create(name=sort)
        thing = Asset(school=school, type=type, name=name, tag=tag, room=rooms[room], custodian=by)
        thing._history_user, thing._history_date = by, at
        thing.save()


def _relate(school, relations, needs, **about):
    things = {thing.tag: thing for thing in Asset.objects.filter(school=school).select_related("school")}
    services = {service.name: service for service in Service.objects.all()}
    for asset, kind, other in relations:
        relate(things[asset], kind=kind, other=things[other], **about)
    for service, asset in needs:
        need(things[asset], service=services[service], **about)
