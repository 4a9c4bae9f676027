"""Forms of the asset register."""

from django import forms

from assets.models import Asset, AssetType
from servicedesk.models import Room


class AssetForm(forms.ModelForm):
    """What is on the label, and where the thing is."""

    new_type = forms.CharField(
        label="Or a new sort", max_length=100, required=False, help_text="Only when it is not in the list."
    )
    field_order = ["tag", "name", "type", "new_type", "room", "state"]

    class Meta:
        model = Asset
        fields = ["tag", "name", "type", "room", "state"]
        labels = {"tag": "Tag", "type": "Sort of thing"}
        help_texts = {
            "tag": "What is on its label, such as PRJ-0212.",
            "name": "As people call it: projector, Year 7 trolley.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].required = False
        self.fields["type"].queryset = AssetType.objects.all()
        self.fields["room"].queryset = Room.objects.filter(school=self.instance.school)
        self.fields["type"].empty_label = "Choose what it is"
        self.fields["room"].empty_label = "None"

    def validate_unique(self):
        """The move looks."""
