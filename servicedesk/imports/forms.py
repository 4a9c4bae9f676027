"""What people fill in when they bring in a file: the file, and which of its columns is what."""

from django import forms
from django.core.exceptions import ValidationError

from servicedesk.imports.acts import LARGEST
from servicedesk.models import School
from servicedesk.roles import Permission

NOT_THERE = "Not in the file"
EACH = "Several schools: a column says which"
SEEN = "See from its columns"


class SendForm(forms.Form):
    """A file, for whom, and whose columns it has."""

    school = forms.ModelChoiceField(School.objects.none(), label="For", empty_label=None, required=False)
    file = forms.FileField(
        label="File",
        error_messages={"empty": "The file is empty. Save it once more where it comes from, and send that."},
        help_text="A spreadsheet (.xlsx, its first sheet), or CSV with commas, semicolons or tabs; at most 20 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.gz,text/csv"}),
    )
    mapping = forms.ChoiceField(label="Where it comes from", required=False)

    def __init__(self, *args, person, mappings, of_several, **kwargs):
        super().__init__(*args, **kwargs)
        school = self.fields["school"]
        school.queryset = School.objects.where_may(person, Permission.IMPORT)
        school.required = not (of_several and len(school.queryset) > 1)
        if not school.required:
            school.empty_label = EACH
        ready = [(name, ready.layout.title) for name, ready in mappings.all().items()]
        self.fields["mapping"].choices = [("", SEEN), *ready]
        self.fields["mapping"].empty_label = SEEN

    def clean_file(self):
        """A file that isn't too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"Send at most {LARGEST // 1024 // 1024} MB at once, or split the file.")
        return file


class ColumnsForm(forms.Form):
    """For each of our fields the column that fills it. `extra`: what else is to be chosen."""

    extra: tuple[str, ...] = ()

    @classmethod
    def begun(cls, choices):
        """What was chosen before, as the form shows it."""
        return choices

    def __init__(self, *args, fields, header, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [("", NOT_THERE), *((column, column) for column in header)]
        self.keys = list(fields)
        for key, field in fields.items():
            self.fields[key] = forms.ChoiceField(choices=chosen, label=field.label, required=False)
            self.fields[key].empty_label = NOT_THERE

    @property
    def columns(self):
        """The columns that were named, by our field."""
        return {key: self.cleaned_data[key] for key in self.keys if self.cleaned_data.get(key)}

    @property
    def choices(self):
        """What else was chosen."""
        return {name: self.cleaned_data[name] for name in self.extra}

    def column_fields(self):
        """The fields that name columns, for the page."""
        return [self[key] for key in self.keys]

    def extra_fields(self):
        """The other questions, for the page."""
        return [self[name] for name in self.extra]
