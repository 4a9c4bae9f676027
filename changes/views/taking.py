"""A window is looked at, and a free one taken, within the form that asks for one; what was written is not lost."""

from changes.models import Status
from changes.views.windows import looked_at
from changes.workflow.audience import in_words

LOOK, TAKE = "look", "take"  # the names of the two buttons
FREELY_WRITTEN = (Status.RAISED, Status.PROCEED)  # until then a plan is saved without being made ready


def is_about_window(request):
    """Was one of the two buttons pressed, and not that which makes the move?"""
    return request.method == "POST" and (LOOK in request.POST or TAKE in request.POST)


def written(request):
    """What stands in the form, with the free window in place of its own where that is taken."""
    data = request.POST.copy()
    starts_at, _, ends_at = data.get(TAKE, "").partition("/")
    if starts_at and ends_at:
        data["starts_at"], data["ends_at"] = starts_at, ends_at
    return data


def as_it_is(form):
    """The form with what stands in it, whole or not: nobody is told off for what they have not come to yet."""
    for field in form.fields.values():
        field.required = False
    form.full_clean()
    return form


def shown_beside(form, change):
    """What is said of the window that stands in a form."""
    asked, found, groups = looked_at(form.data, change, by=form.by, at=form.at)
    return {"window_form": asked, "found": found, "groups": groups}


def said_of(change):
    """What is said once a free window was taken and saved; of a window that lacked an end nothing was taken."""
    window = f", with its window on {in_words(change)}" if change.starts_at else ""
    return f"{change.reference} is saved{window}."
