"""Fields of forms that several apps ask with."""

from django import forms

from servicedesk.strict import whole_number


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows of a list; a number that no row can have is refused before the database sees it."""

    def clean(self, value):
        """The rows. Raises ValidationError where one is not among those offered."""
        wrong = [each for each in value or () if not whole_number(str(getattr(each, "pk", each)))]
        if wrong:
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": str(wrong[0])[:20]})
        return super().clean(value)
