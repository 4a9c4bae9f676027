"""What an inventory agent sends, and what it is told of each item."""

from rest_framework import serializers

from assets.imports.proposals import REPORTED
from assets.workflow.reporting import ADD, LEAVE, PROPOSE
from servicedesk.models import School
from servicedesk.strict import SeenSlugField, StrictSerializer

MOST_ITEMS, MOST_SPECS, MOST_ADDRESSES = 200, 40, 20
LONGEST_NAME, LONGEST_TEXT = 60, 300
OS, ADDRESSES = "Operating system", "Addresses"


def words(longest, **more):
    """A text that may be left away."""
    return serializers.CharField(max_length=longest, required=False, allow_blank=True, default="", **more)


class SpecsField(serializers.DictField):
    """What else the agent knows: names and texts, numbers or yes and no."""

    child = serializers.JSONField()

    def to_internal_value(self, data):
        """Each as a plain text."""
        said = super().to_internal_value(data)
        if len(said) > MOST_SPECS or any(not 0 < len(name.strip()) <= LONGEST_NAME or "\0" in name for name in said):
            raise serializers.ValidationError(f"At most {MOST_SPECS} names of 1 to {LONGEST_NAME} characters.")
        if any(isinstance(value, list | dict) for value in said.values()):
            raise serializers.ValidationError("Each is a text, a number, or yes or no.")
        return {name.strip(): _plain(value) for name, value in said.items() if value not in (None, "")}


class ReportedItemSerializer(StrictSerializer):
    """A thing that was seen: its tag or its serial number says which."""

    tag = words(60, help_text="What is on its label.")
    serial = words(100)
    name = words(200)
    type = words(100, help_text="Its sort; only for what isn’t known here yet.")
    make = words(100)
    model = words(100)
    os = words(LONGEST_TEXT, help_text="Kept among its details.")
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=MOST_ADDRESSES, required=False, default=list
    )
    specs = SpecsField(required=False, default=dict, help_text="Name and value; kept among its details.")

    def to_internal_value(self, data):
        """One item as the move takes it."""
        said = super().to_internal_value(data)
        plain = {name: " ".join(said[name].split()) for name in ("tag", "serial", "name", "type", "make", "model")}
        more = {OS: said["os"].strip(), ADDRESSES: ", ".join(said["addresses"])[:LONGEST_TEXT]} | said["specs"]
        return plain | {"details": {name.removeprefix(REPORTED): text for name, text in more.items() if text}}


class ReportSerializer(StrictSerializer):
    """Several things at once."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    unknown = serializers.ChoiceField(
        choices=[
            (PROPOSE, "put on a list that is looked at first"),
            (ADD, "written into the register at once"),
            (LEAVE, "left alone"),
        ],
        default=PROPOSE,
        help_text="What becomes of a thing that isn’t in the register.",
    )
    items = serializers.ListField(child=serializers.JSONField(), min_length=1, max_length=MOST_ITEMS)


class DescribedReportSerializer(ReportSerializer):
    """As `ReportSerializer` takes it, with what stands in an item."""

    items = ReportedItemSerializer(many=True)


class OutcomeSerializer(serializers.Serializer):
    """What became of an item, in the order they were sent."""

    item = serializers.IntegerField(help_text="Its place in what was sent, from 1.")
    outcome = serializers.ChoiceField(choices=["updated", "unchanged", "added", "proposed", "unknown", "refused"])
    asset = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text="Why it was refused.")


class OutcomesSerializer(serializers.Serializer):
    """One line for each item."""

    results = OutcomeSerializer(many=True)


def _plain(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value}".replace("\0", "").strip()[:LONGEST_TEXT]
