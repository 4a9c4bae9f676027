"""The squares on a printed sheet are read back with a decoder, as a phone would."""

import pypdfium2
import pytest
import zxingcpp

from assets.labels import Label
from assets.paper import labels_pdf
from assets.sheets import SHEETS
from tests.factories import MONDAY_9AM

pytestmark = pytest.mark.pure
DOTS = 200 / 72  # of a plain office printer, and less


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=str)
def test_every_square_of_a_sheet_leads_to_its_thing(sheet):
    addresses = [
        f"https://desk.harrowbeck.school.example/t/HBS/LT-{number:0{number % 12 + 1}}/" for number in range(sheet.holds)
    ]
    labels = [Label("Harrow Beck School", f"LT-{number}", "Laptop", each) for number, each in enumerate(addresses)]

    pdf = pypdfium2.PdfDocument(labels_pdf(labels, sheet, start=1, at=MONDAY_9AM))
    image = pdf[0].render(scale=DOTS, grayscale=True)
    found = zxingcpp.read_barcodes(image.to_numpy(), formats=zxingcpp.BarcodeFormat.QRCode)

    assert len(pdf) == 1
    assert sorted(code.text for code in found) == sorted(addresses)
