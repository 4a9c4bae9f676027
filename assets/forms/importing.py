"""What people fill in when they bring a list of things into the register."""

from django import forms

from assets.imports.engine import BY_SERIAL, BY_TAG
from servicedesk.imports.forms import ColumnsForm


def yes(word):
    """The answer of a pair of buttons."""
    return word == "yes"


class AssetColumnsForm(ColumnsForm):
    """Which column is what, how a thing is known again, and what becomes of rooms and of the rest."""

    extra = ("match", "make_rooms", "keep_rest")

    @classmethod
    def begun(cls, choices):
        """Yes and no as the pair of buttons has them."""
        return choices | {"make_rooms": "yes" if choices.get("make_rooms") else "no"}

    match = forms.ChoiceField(
        label="A thing is known again",
        choices=[(BY_TAG, "by its tag, or else by its serial number"), (BY_SERIAL, "by its serial number first")],
        widget=forms.RadioSelect,
    )
    make_rooms = forms.TypedChoiceField(
        label="A room that isn’t known",
        choices=[("yes", "is made"), ("no", "is left empty, and its name kept among the details")],
        coerce=yes,
        widget=forms.RadioSelect,
    )
    keep_rest = forms.BooleanField(label="Keep what has no place here among the details", required=False)
