"""What stands above a form that must be put right."""

from django import forms
from django.template.loader import render_to_string


class Dates(forms.Form):
    first = forms.DateField()


def above(*sentences):
    form = Dates({"first": "2026-09-14"})
    for sentence in sentences:
        form.add_error(None, sentence)
    return render_to_string("_errors.html", {"form": form})


def test_every_sentence_is_counted_also_those_about_the_form_as_a_whole():
    assert "One thing needs putting right" in above("Two terms overlap.")
    assert "2 things need putting right" in above("Two terms overlap.", "Two holidays overlap.")
    assert "putting right" not in above()
