"""The programme and the register as the API shows and takes them; the fields of an act are its function’s words."""

from rest_framework import serializers

from adoption.models import Certificate, Level, Phase
from healthcheck.statements import NAMES
from servicedesk.models import Person, School
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictFields, StrictSerializer


class PhaseSerializer(StrictFields, serializers.ModelSerializer):
    """A part of the roll-out."""

    class Meta:
        model = Phase
        fields = ["id", "name", "year", "by_invitation", "note"]
        extra_kwargs = {
            "name": {"validators": []},  # the act looks
            "year": {"min_value": 2000, "max_value": 2199},
            "note": {"required": False},
        }


class AdoptionStepSerializer(serializers.Serializer):
    """One process at one school."""

    process = serializers.CharField()
    name = serializers.CharField()
    on = serializers.DateField(allow_null=True, help_text="Switched on from; a day ahead is a plan.")
    note = serializers.CharField()
    stage = serializers.CharField(source="sign.stage", help_text="not_started, begun or in_use, by live records.")
    figures = serializers.ListField(source="sign.figures", child=serializers.CharField())


class RoadmapSerializer(serializers.Serializer):
    """How a school takes FITS on."""

    id = serializers.IntegerField(source="school.pk")
    school = serializers.CharField(source="school.code")
    phase = serializers.IntegerField(source="phase.pk", default=None, allow_null=True)
    in_use = serializers.IntegerField(help_text="How many processes are in use.")
    next = serializers.CharField(source="next.process", default=None, allow_null=True)
    processes = AdoptionStepSerializer(source="steps", many=True)


class PlaceSchoolSerializer(StrictSerializer):
    phase = SeenField(queryset=Phase.objects.all(), allow_null=True)


class PlanProcessSerializer(StrictSerializer):
    process = serializers.ChoiceField(choices=list(NAMES.items()))
    on = serializers.DateField(allow_null=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class CertificateSerializer(serializers.ModelSerializer):
    """An entry of the register."""

    reference = serializers.CharField(read_only=True)
    school = serializers.CharField(source="school.code", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)

    class Meta:
        model = Certificate
        fields = [
            *("id", "reference", "school", "person", "person_name", "level", "unit_code", "due_on", "training_on"),
            *("training_hours", "exam_on", "status", "result", "expires_on", "note"),
        ]
        read_only_fields = fields


class ChangeCertificateSerializer(StrictSerializer):
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    unit_code = serializers.CharField(max_length=40, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    training_on = serializers.DateField(required=False, allow_null=True)
    training_hours = serializers.DecimalField(max_digits=5, decimal_places=1, min_value=0, required=False)
    exam_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class AddCertificateSerializer(ChangeCertificateSerializer):
    person = IdField(queryset=Person.objects.filter(is_active=True))
    school = SeenSlugField(slug_field="code", queryset=School.objects.all())


class ConcludeCertificateSerializer(StrictSerializer):
    passed = serializers.BooleanField()
    exam_on = serializers.DateField()
    result = serializers.CharField(max_length=100, required=False, allow_blank=True)
    expires_on = serializers.DateField(required=False, allow_null=True)


class WithdrawCertificateSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=100)


class ReopenCertificateSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=100, required=False, allow_blank=True)


class CertifiedSerializer(serializers.Serializer):
    """The share certified at a school, without anybody's name."""

    school = serializers.CharField()
    holders = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField(allow_null=True)
    percent = serializers.FloatField(allow_null=True, help_text="None of too few; then the numbers are left out too.")
