"""Which labels, on which sheet, from which place on."""

from django import forms

from assets.labels import MOST
from assets.sheets import SHEETS

THINGS, ROOMS = "things", "rooms"
SHEET_CHOICES = [(key, sheet.words) for key, sheet in SHEETS.items()]


class LabelForm(forms.Form):
    """What is asked about the paper; which rows are meant is asked by their list."""

    what = forms.ChoiceField(label="Labels for", choices=[(THINGS, "Things"), (ROOMS, "Rooms")])
    sheet = forms.ChoiceField(label="Sheet", choices=SHEET_CHOICES)
    start = forms.IntegerField(
        label="First free label",
        min_value=1,
        max_value=max(sheet.holds for sheet in SHEETS.values()),
        help_text="Count along the rows from the top left. 1 for a new sheet.",
        widget=forms.NumberInput(attrs={"size": 3}),
    )
    part = forms.IntegerField(min_value=1, required=False)
    DEFAULTS = {"what": THINGS, "sheet": "21", "start": "1"}

    def __init__(self, asked):
        super().__init__(
            {name: asked.get(name) or value for name, value in self.DEFAULTS.items()} | {"part": asked.get("part")}
        )

    def clean(self):
        """A place must be on the chosen sheet."""
        sheet, start = SHEETS.get(self.cleaned_data.get("sheet", "")), self.cleaned_data.get("start")
        if sheet and start and start > sheet.holds:
            self.add_error("start", f"This sheet has {sheet.holds} labels.")
        return self.cleaned_data

    def refuse_count(self, count):
        """None, or too many at once, is told as what is wrong with the form."""
        if not count:
            self.add_error(None, "Nothing fits this, so there is no label to print.")
        if count > MOST:
            self.add_error(
                None, f"That would be {count:,} labels. Narrow it to at most {MOST:,}: a school or a building."
            )

    def refuse_part(self, parts):
        """Many labels are several files, of which one is asked for."""
        part = self.cleaned_data["part"]
        if part and part > len(parts):
            self.add_error("part", f"There is no part {part}: it is {len(parts)} file{'s' if len(parts) > 1 else ''}.")
        elif not part and len(parts) > 1:
            self.add_error(None, f"That is {len(parts)} files: ask for part 1 to {len(parts)}, one after the other.")
