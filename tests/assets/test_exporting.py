"""The register as a spreadsheet: what the list shows, every cell as it is, and no formula."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from assets.models import Asset, AssetType
from tests.factories import make_person, make_school

pytestmark = pytest.mark.django_db


def test_the_list_as_it_is_narrowed_is_a_spreadsheet(client):
    school = make_school("Harrow Beck", code="BECK")
    client.force_login(make_person("technician", school))
    kind = AssetType.objects.create(name="Laptop")
    facts = {
        "type": kind,
        "bought_on": date(2025, 9, 1),
        "cost": Decimal("12.50"),
        "details": {"touch": True, "x": [1]},
    }
    Asset.objects.create(school=school, tag="L-1", name="=1+1", **facts)
    Asset.objects.create(school=school, tag="L-2", name="Lost", type=kind, state="lost")
    Asset.objects.create(school=make_school("Mill Lane"), tag="M-1", name="Theirs", type=kind)
    answer = client.get("/assets.xlsx", {"state": "in_use"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Assets"]
    head, row, *others = sheet.values
    said = dict(zip(head, row, strict=True))
    assert not others
    assert (said["Tag"], said["Name"], said["State"], said["School"]) == ("L-1", "=1+1", "In use", "BECK")
    assert (said["Cost"], said["Bought on"].date(), said["Detail: touch"]) == (12.5, date(2025, 9, 1), True)
    assert sheet["B2"].data_type == "s"
