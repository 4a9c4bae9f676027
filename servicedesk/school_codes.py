"""Which school a code on a command line means."""

from servicedesk.models import School

NAMED = 20  # of the codes there are, in the sentence that says so


class NoSuchSchool(LookupError):
    """No school has that code; the message is a sentence that names those there are."""


def school_called(code: str) -> School:
    """The school with a code, in large or small letters. Raises NoSuchSchool, for an empty code too."""
    if school := School.objects.filter(code__iexact=code).first():
        return school
    codes = ", ".join(School.objects.order_by("code").values_list("code", flat=True)[:NAMED])
    known = f"There are: {codes}." if codes else "There is no school yet."
    raise NoSuchSchool(f"There is no school with the code “{code}”. {known}")
