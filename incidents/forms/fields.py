"""Fields that many forms have."""

from django import forms

MOST_MINUTES = 24 * 60
LONGEST = 20_000  # characters of a text, as in the API


class RadioSelect(forms.RadioSelect):
    """Only the first of them is where a page begins; `listed`: long lines, or another field answers instead."""

    def __init__(self, *args, listed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.listed = listed

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if index:
            option["attrs"].pop("autofocus", None)
        return option


def minutes_field():
    return forms.IntegerField(
        label="Minutes spent",
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"size": 4}),
    )


def text_field(label, rows=4, max_length=LONGEST, **facts):
    return forms.CharField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **facts)
