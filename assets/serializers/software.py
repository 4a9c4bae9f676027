"""Titles of software and their masters as the API shows and takes them."""

from rest_framework import serializers

from assets.models import Software, SoftwareMaster
from servicedesk.strict import StrictFields, StrictSerializer


class SoftwareSerializer(StrictFields, serializers.ModelSerializer):
    """A title, whatever its version."""

    class Meta:
        model = Software
        fields = ["id", "name", "publisher", "website", "notes"]
        validators: list = []  # the move looks


class MasterSerializer(serializers.ModelSerializer):
    """The copy of one version from which all others are installed."""

    class Meta:
        model = SoftwareMaster
        fields = ["id", "software", "version", "kept_at", "sha256", "notes", "accepted_at", "accepted_by", "retired_at"]
        read_only_fields = fields


class AcceptSerializer(StrictSerializer):
    """Where the right copy is, and its sum."""

    version = serializers.CharField(max_length=60)
    kept_at = serializers.CharField(max_length=300)
    sha256 = serializers.CharField(max_length=100, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
