"""What a column of a list of things can fill, and the mappings that are ready."""

from pathlib import Path

from assets.models import Asset
from servicedesk.imports.columns import Field, Mappings, words_of

STATES = words_of(Asset.State.choices)
FIELDS = {
    field.key: field
    for field in (
        Field("tag", "Tag", 60),
        Field("serial", "Serial number", 100),
        Field("name", "Name", 200),
        Field("type", "Sort of thing", 100),
        Field("make", "Make", 100),
        Field("model", "Model", 100),
        Field("building", "Building", 100),
        Field("room", "Room", 100),
        Field("state", "State", words=STATES),
        Field("custodian", "Kept by (name)"),
        Field("custodian_email", "Kept by (e-mail address)"),
        Field("supplier", "Supplier", 200),
        Field("order_number", "Order number", 60),
        Field("funding", "Paid from", 100),
        Field("bought_on", "Bought on"),
        Field("cost", "Cost"),
        Field("warranty_until", "Warranty until, or its months"),
        Field("contract", "Support contract", 200),
        Field("notes", "Notes"),
        Field("school", "School (its code; rows of another school are refused)"),
    )
}
WORDS = ("name", "make", "model", "serial", "supplier", "order_number", "funding", "contract")
MAPPINGS = Mappings(Path(__file__).parent / "ready", FIELDS)
