"""Evidence as the API gives and takes it; the fields of a move are the words of its function in `workflow`."""

from datetime import date

from rest_framework import serializers

from evidence import records
from evidence.forms import LONGEST
from evidence.models import Answer, Claim, ClaimEntry, Document, Link
from evidence.workflow import mark_of
from reports.serializers import PeriodSerializer
from servicedesk.models import School
from servicedesk.strict import IdField, SeenSlugField, StrictSerializer


class ProofSerializer(serializers.Serializer):
    """A figure of evidence, and how it was worked out."""

    name = serializers.CharField(source="figure.name")
    heading = serializers.CharField(source="figure.heading")
    value = serializers.JSONField(source="found.value", allow_null=True)
    unit = serializers.CharField(source="found.unit")
    words = serializers.CharField(help_text="The value as people read it.")
    note = serializers.CharField(source="found.note")
    how = serializers.CharField(source="figure.how")


class AnswerSerializer(serializers.Serializer):
    """A statement with its figures and what is still missing."""

    key = serializers.CharField(source="statement.key")
    level = serializers.IntegerField(source="statement.level")
    says = serializers.CharField(source="statement.says")
    figures = ProofSerializer(source="proofs", many=True)
    missing = serializers.ListField(child=serializers.CharField())
    claim = serializers.IntegerField(
        source="claim.pk", default=None, allow_null=True, help_text="What the school says: `/api/v1/claims/<id>/`."
    )


class EvidenceSerializer(serializers.Serializer):
    """A framework filled in for one school and a period."""

    framework = serializers.CharField(source="framework.key")
    name = serializers.CharField(source="framework.name")
    notes = serializers.CharField(source="framework.notes")
    school = serializers.CharField(source="school.code")
    period = PeriodSerializer()
    made_at = serializers.DateTimeField()
    statements = AnswerSerializer(source="answers", many=True)


class LinkSerializer(serializers.Serializer):
    """A linked record, without anybody's name or words."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    reference = serializers.SerializerMethodField()
    opened = serializers.SerializerMethodField()
    ended = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()

    def get_reference(self, link) -> str:
        return records.shown(link).reference

    def get_opened(self, link) -> date | None:
        return records.shown(link).opened

    def get_ended(self, link) -> date | None:
        return records.shown(link).ended

    def get_outcome(self, link) -> str:
        return records.shown(link).outcome


class ClaimDocumentSerializer(serializers.ModelSerializer):
    """An uploaded document; its bytes stand under `/api/v1/evidence-documents/<id>/`."""

    added_by = serializers.CharField(source="added_by.name", read_only=True)

    class Meta:
        model = Document
        fields = ["id", "name", "shows", "content_type", "size", "sha256", "added_by", "added_at"]
        read_only_fields = fields


class ClaimEntrySerializer(serializers.ModelSerializer):
    """One line of a claim's story."""

    by = serializers.CharField(source="by.name", default=None, allow_null=True, read_only=True)

    class Meta:
        model = ClaimEntry
        fields = ["at", "by", "move", "text", "data"]
        read_only_fields = fields


class ClaimSerializer(serializers.ModelSerializer):
    """What a school says of itself about one statement in one school year."""

    school = serializers.CharField(source="school.code", read_only=True)
    written_by = serializers.CharField(source="written_by.name", read_only=True)
    signed_by = serializers.CharField(source="signed_by.name", default=None, allow_null=True, read_only=True)
    links = LinkSerializer(many=True, read_only=True)
    documents = ClaimDocumentSerializer(many=True, read_only=True)

    class Meta:
        model = Claim
        fields = [
            *("id", "school", "framework", "statement", "year", "says", "version", "status", "answer", "level"),
            *("commentary", "strengths", "development", "brought", "review_on", "written_by", "written_at"),
            *("signed_by", "signed_at", "links", "documents"),
        ]
        read_only_fields = fields


class WholeClaimSerializer(ClaimSerializer):
    """A claim with its story."""

    mark = serializers.SerializerMethodField(help_text="Of what it says now; send it back as `seen` when you write.")
    timeline = ClaimEntrySerializer(source="entries", many=True, read_only=True)

    def get_mark(self, claim) -> str:
        return mark_of(claim)

    class Meta(ClaimSerializer.Meta):
        fields = [*ClaimSerializer.Meta.fields, "mark", "timeline"]
        read_only_fields = fields


def words(**facts):
    """Words of a person that may be left out."""
    return serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, **facts)


class SayingSerializer(StrictSerializer):
    """What is claimed."""

    answer = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    level = serializers.IntegerField(min_value=1, max_value=9, required=False, allow_null=True)
    commentary, strengths, development = words(), words(), words()
    brought = serializers.ListField(child=serializers.CharField(max_length=1000), required=False, max_length=50)
    review_on = serializers.DateField(required=False, allow_null=True)
    leave_names = serializers.BooleanField(
        required=False, help_text="A name of somebody who asks for help stands in the text on purpose."
    )


class WriteSerializer(SayingSerializer):
    """What is claimed; what is left out stays."""

    seen = serializers.CharField(
        max_length=64,
        required=False,
        allow_blank=True,
        help_text="The `mark` of what you read: with it, writing over what somebody else saved meanwhile is refused.",
    )


class BeginSerializer(SayingSerializer):
    """The first words about a statement in a school year."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    framework = serializers.SlugField(max_length=40)
    statement = serializers.CharField(max_length=20)
    year = serializers.IntegerField(min_value=0, max_value=9999, help_text="2026 for 2026/27.")


class WithdrawSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class AddDocumentSerializer(StrictSerializer):
    file = serializers.FileField(max_length=200)
    shows = serializers.CharField(max_length=200, required=False, allow_blank=True)
    leave_names = serializers.BooleanField(required=False)


class OwnDocumentField(IdField):
    """A document of this claim, by its id."""

    def get_queryset(self):
        """Those of the claim in hand."""
        return Document.objects.filter(claim=self.context["claim"])


class OwnLinkField(IdField):
    """A link of this claim, by its id."""

    def get_queryset(self):
        """Those of the claim in hand."""
        return Link.objects.filter(claim=self.context["claim"])


class RemoveDocumentSerializer(StrictSerializer):
    document = OwnDocumentField(queryset=Document.objects.all())


class LinkRecordSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=records.KIND_CHOICES)
    reference = serializers.CharField(max_length=60, help_text="1042, PR7, C12, M30, or the tag of an asset.")


class UnlinkRecordSerializer(StrictSerializer):
    link = OwnLinkField(queryset=Link.objects.all())


class FrameworkSerializer(serializers.Serializer):
    """A framework as a school has it; `version` 0 is as the desk brings it."""

    key = serializers.CharField()
    name = serializers.CharField()
    edition = serializers.CharField()
    version = serializers.IntegerField()
    statements = serializers.SerializerMethodField()

    def get_statements(self, framework) -> list[str]:
        return [statement.key for statement in framework.statements]


class SaveFrameworkSerializer(StrictSerializer):
    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    document = serializers.DictField(help_text="key, name, edition, notes, levels, elements, as in the TOML text.")
