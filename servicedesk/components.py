"""What the component page shows: invented facts that put every piece of the design language in every state."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms

from servicedesk import drawing

MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/London"))


class ExampleForm(forms.Form):
    """One field of each kind."""

    room = forms.CharField(label="Room", help_text="As it is written on the door.")
    email = forms.EmailField(label="E-mail", required=False)
    follow_up = forms.DateField(label="Follow up on", help_text="A school day, so that somebody is here.")
    kind = forms.ChoiceField(
        label="Kind of thing", choices=[("", "Choose one"), ("projector", "Projector"), ("printer", "Printer")]
    )
    who = forms.ChoiceField(
        label="Who can’t work?",
        widget=forms.RadioSelect,
        choices=[("one", "One person"), ("class", "A class"), ("all", "Everyone")],
    )
    days = forms.MultipleChoiceField(
        label="Days",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday")],
        required=False,
    )
    say = forms.CharField(label="Anything that helps", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photo = forms.FileField(label="Photo", required=False)
    tell = forms.BooleanField(label="Tell everyone who reported it", required=False)
    number = forms.CharField(label="Number", disabled=True, required=False, initial="INC-004127")

    def clean_follow_up(self):
        """The example that is always wrong."""
        raise forms.ValidationError("The school is closed on 26 December. Next open day: 4 January.")


def examples():
    """Everything the component page needs."""
    wrong = ExampleForm({"room": "B12", "follow_up": "2026-12-26", "kind": "projector"}, auto_id="wrong-%s")
    return {
        "plain": ExampleForm(auto_id="plain-%s", initial={"who": "class"}),
        "wrong": wrong,
        "months": [
            {"label": "Sep", "first": 88},
            {"label": "Oct", "first": 91},
            {"label": "Nov", "first": 93},
        ],
        "weeks": [
            {"label": label, "first": first, "second": second}
            if first is not None
            else {"label": label, "gap": "Half-term"}
            for label, first, second in (
                ("7 Sep", 52, 14),
                ("14 Sep", 49, 16),
                ("21 Sep", 51, 15),
                ("28 Sep", 47, 18),
                ("5 Oct", 46, 19),
                ("12 Oct", 48, 17),
                ("19 Oct", 44, 20),
                ("26 Oct", None, None),
                ("2 Nov", 40, 22),
                ("9 Nov", 41, 23),
                ("16 Nov", 37, 25),
            )
        ],
        "backlog": [
            {"label": f"Week {week}", "first": value} for week, value in enumerate((9, 13, 11, 8, 10, 12, 11, 9, 12), 1)
        ],
        "trend": [86, 84, 88, 87, 90, 89, 91, 90, 93],
        "page": {"previous": "", "next": "example"},
        "day": school_day(),
    }


def school_day():
    """A Tuesday at break with eight clocks running."""

    def at(hours, minutes=0):
        return MORNING + timedelta(hours=hours, minutes=minutes)

    lessons = [("1", 0.33), ("2", 1.33), ("3", 2.67), ("4", 3.67), ("5", 5.33), ("6", 6.33)]
    return drawing.day_strip(
        lessons=[(name, at(start), at(start + 1)) for name, start in lessons],
        dues=[
            (at(1.9), "late"),
            (at(2.2), "late"),
            (at(2.5), "risk"),
            (at(2.8), "risk"),
            (at(4.4), "left"),
            (at(6.5), "left"),
        ],
        now=at(2, 18),
        opens=MORNING,
        closes=at(8),
    )
