"""A priority table as a form."""

from django import forms

from incidents.priority import Priority


def priority_form(table, data=None):
    """A form with one choice for each cell of a priority table (`(impact, urgency)` → priority)."""
    form = forms.Form(data)
    for (impact, urgency), priority in table.items():
        choices = [(each.value, f"P{each.value}") for each in Priority]
        form.fields[f"{impact}-{urgency}"] = forms.TypedChoiceField(
            label=f"{impact.label}, {urgency.label}", choices=choices, coerce=int, initial=priority
        )
    return form
