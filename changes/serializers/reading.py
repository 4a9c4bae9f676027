"""A change and its story."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from changes.models import ChangeEntry
from changes.serializers.log import ChangeSerializer
from changes.warnings import all_warnings_of
from servicedesk.serializers.people import NamedSerializer


class ChangeEntrySerializer(serializers.ModelSerializer):
    """One line of a change's story."""

    by = NamedSerializer(allow_null=True)

    class Meta:
        model = ChangeEntry
        fields = ["id", "at", "by", "kind", "move", "text", "data"]
        read_only_fields = fields


class WholeChangeSerializer(ChangeSerializer):
    """A change with its plan, what became of it, what to think about, and its story."""

    warnings = serializers.SerializerMethodField()
    incidents = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()

    class Meta(ChangeSerializer.Meta):
        fields = [*ChangeSerializer.Meta.fields, "warnings", "incidents", "timeline"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, change):
        """What somebody should think about; nothing is blocked by it."""
        return all_warnings_of(change, at=self.context["at"])

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_incidents(self, change):
        """The incidents that it caused, or that it was made for, as far as the reader may see them."""
        return [{"incident": pk, "link": link} for pk, link in self.context["incidents"]]

    @extend_schema_field(ChangeEntrySerializer(many=True))
    def get_timeline(self, change):
        """The whole story, oldest line first."""
        return ChangeEntrySerializer(self.context["story"], many=True).data
