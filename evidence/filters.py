"""What evidence is asked for: one school and a period."""

from reports.filters import ReportQuery
from servicedesk.roles import Permission


class EvidenceQuery(ReportQuery):
    """One school and a period."""

    permission = Permission.EXPORT_EVIDENCE

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        del self.fields["priority"], self.fields["category"]
        self.fields["school"].empty_label = None

    @property
    def school(self):
        """The school asked for, or the first the reader may export the evidence of."""
        return self.cleaned_data.get("school") or self.fields["school"].queryset.first()

    def _calendar_school(self):
        return self.school

    def as_query(self):
        """As an address, with the school spelt out."""
        return super().as_query() | {"school": self.school.code}
