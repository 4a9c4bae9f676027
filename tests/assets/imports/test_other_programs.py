# ruff: noqa: E501 - the names of columns are as long as they are
"""Lists as GLPI, Snipe-IT and Lansweeper write them: rows of our own under the columns that these programs print."""

import pytest

from assets.models import Asset
from assets.workflow import importing
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db

# The custom report of assets: its own short names, two columns called Address, and the kind of state in brackets.
SNIPE_IT_REPORT = """Asset Name,Asset Tag,Model,Model No.,Category,Manufacturer,Serial,Purchased,Cost,Order Number,Supplier,Location,Address,Address,Checked Out,Type,Username,Status,Warranty,Warranty Expires,Notes
Trolley laptop,LT-1,F14,F14-8,Laptop,Fellside,SN-1,2024-09-02,499.00,PO-7,Fell IT,B12,Beck Lane,,Priya Shah,user,priya,Issued to staff (deployed),36,2027-09-02,Blue lid
Trolley laptop,LT-2,F14,F14-8,Laptop,Fellside,SN-2,2024-09-02,"1,499.00",,,B12,,,,,,Gone for good (archived),,,
"""
# What its own import takes.
SNIPE_IT_IMPORT = """Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Checked Out To: Username,Checked Out To: First Name,Checked Out To: Last Name,Checked Out To: Email,Checked Out To: Location
Harrow Beck,Trolley laptop,LT-1,Laptop,Fell IT,Fellside,B12,PO-7,F14,,F14-8,Blue lid,2024-09-02,499,User,priya,Priya,Shah,priya@beck.example,
"""
# A search of computers: semicolons, a mark at the start, costs under their heading, a place with those around it.
GLPI = (
    '\ufeff"Name";"Entity";"Status";"Manufacturer";"Serial number";"Type";"Model";"Location";"Last update";'
    '"Inventory number";"User";"Financial and administrative information - Date of purchase";'
    '"Financial and administrative information - Value";'
    '"Financial and administrative information - Warranty expiration date";'
    '"Financial and administrative information - Supplier";\n'
    '"Trolley laptop";"Harrow Beck";"In use";"Fellside";"SN-1";"Laptop";"F14";"Harrow Beck > Block B > B12";'
    '"2026-09-01 08:00";"LT-1";"Priya Shah";"2024-09-02";"499.00";"2027-09-02";"Fell IT";\n'
)
# A report over its tables, with their own names of columns.
LANSWEEPER = """AssetID,AssetName,AssetType,Model,Manufacturer,IPAddress,Description,PurchaseDate,Warrantydate,Location,Building,BarCode,Contact,Serialnumber,OrderNumber,Statename,Lastseen
77,Trolley laptop,Laptop,F14,Fellside,10.0.0.7,,02/09/2024 00:00:00,02/09/2027 00:00:00,B12,Block B,LT-1,Priya Shah,SN-1,PO-7,Active,14/09/2026 08:01:00
"""


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="BECK")


@pytest.fixture
def bring(school):
    def bring(text):
        sent = importing.send_list(school=school, by=None, at=MONDAY_9AM, file_name="a.csv", content=text.encode())
        sent = importing.bring_in(sent, by=None, at=MONDAY_9AM)
        assert [row.reason for row in sent.refused_rows.all()] == []
        return sent.mapping

    return bring


@pytest.mark.parametrize(
    ("text", "program"),
    [
        (SNIPE_IT_REPORT, "snipe-it"),
        (SNIPE_IT_IMPORT, "snipe-it"),
        (GLPI, "glpi"),
        (LANSWEEPER, "lansweeper"),
    ],
)
def test_whose_list_it_is_is_seen_from_its_columns_and_each_lands_in_its_field(bring, school, text, program):
    priya = make_person("technician", school, name="Priya Shah", email="priya@beck.example")

    assert bring(text) == program
    laptop = Asset.objects.get(tag="LT-1")
    assert (laptop.name, laptop.type.name, laptop.make, laptop.model) == ("Trolley laptop", "Laptop", "Fellside", "F14")
    assert (laptop.room.name, laptop.custodian, laptop.state) == ("B12", priya, "in_use")
    assert laptop.bought_on.isoformat() == "2024-09-02"


def test_states_of_a_school_s_own_are_known_by_what_stands_in_brackets(bring):
    bring(SNIPE_IT_REPORT)

    assert dict(Asset.objects.values_list("tag", "state")) == {"LT-1": "in_use", "LT-2": "disposed"}
    assert Asset.objects.get(tag="LT-1").details["Address"] == "Beck Lane"


@pytest.mark.parametrize("text", [SNIPE_IT_REPORT, GLPI, LANSWEEPER])
def test_the_warranty_is_a_day(bring, text):
    bring(text)

    assert Asset.objects.get(tag="LT-1").warranty_until.isoformat() == "2027-09-02"


@pytest.mark.parametrize("text", [GLPI, LANSWEEPER])
def test_a_room_is_told_from_the_building_around_it(bring, text):
    bring(text)

    room = Asset.objects.get(tag="LT-1").room
    assert (room.name, room.building.name) == ("B12", "Block B")
