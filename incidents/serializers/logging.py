"""A fault, request or question as a program reports it."""

from rest_framework import serializers

from assets.models import Asset
from incidents.models import Channel, Incident
from incidents.priority import Impact, Urgency
from servicedesk.models import Category, Person, Room, School
from servicedesk.roles import Permission
from servicedesk.strict import SeenField, SeenSlugField, StrictFields

LONGEST = 20_000
BY_THE_DESK = ("channel", "impact", "urgency")
CHANNELS = [choice for choice in Channel.choices if choice[0] in (Channel.API, Channel.PHONE, Channel.IN_PERSON)]


class LogSerializer(StrictFields, serializers.ModelSerializer):
    """The sheet of FITS. Who reports for one school only needs a summary; everything else helps."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False)
    requester = SeenField(queryset=Person.objects.all(), required=False, help_text="Who has the fault; else the asker.")
    category = SeenField(queryset=Category.objects.filter(is_offered=True), required=False)
    room = SeenField(queryset=Room.objects.select_related("school"), required=False)
    asset = serializers.CharField(max_length=60, required=False, help_text="The tag of what is broken.")
    summary = serializers.CharField(max_length=200, required=False)
    channel = serializers.ChoiceField(choices=CHANNELS, required=False)
    impact = serializers.ChoiceField(choices=Impact.choices, required=False)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)

    class Meta:
        model = Incident
        fields = [
            "school",
            "requester",
            "category",
            "room",
            "asset",
            "kind",
            "summary",
            "description",
            "lesson_stopped",
            "occurred_at",
            "expected",
            "error_text",
            "checked",
            "last_worked",
            "happened_before",
            "free_when",
            "channel",
            "impact",
            "urgency",
        ]
        extra_kwargs = {name: {"max_length": LONGEST} for name in ("description", "expected", "error_text", "checked")}

    def validate(self, sheet):
        """Find the school and the thing, and leave to the desk what the desk judges."""
        asker = self.context["request"].user
        sheet["school"] = sheet.get("school") or self._school(sheet, asker)
        sheet.setdefault("requester", asker)
        sheet.setdefault("channel", Channel.API)
        if "asset" in sheet:
            sheet["asset"] = self._asset(sheet)
        if not asker.may(Permission.LOG_FOR_OTHERS, sheet["school"]):
            refused = {name: ["Only the service desk says this."] for name in BY_THE_DESK if name in self.initial_data}
            if refused:
                raise serializers.ValidationError(refused)
        return sheet

    def _school(self, sheet, asker):
        """The school of the room, or the only one where the asker reports."""
        if "room" in sheet:
            return sheet["room"].school
        schools = list(School.objects.where_may(asker, Permission.LOG)[:2])
        if len(schools) != 1:
            raise serializers.ValidationError({"school": ["Say at which school, by its code."]})
        return schools[0]

    def _asset(self, sheet):
        found = Asset.objects.filter(school=sheet["school"], tag=sheet["asset"]).select_related("room").first()
        if found is None:
            raise serializers.ValidationError({"asset": [f"Nothing at {sheet['school'].name} has this tag."]})
        return found
