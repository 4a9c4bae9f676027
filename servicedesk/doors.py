"""Which pages a person may open at all; what they then see is decided by `visible_to`."""

from functools import wraps

from django.contrib.auth.decorators import login_required

from servicedesk.errors import NotYours
from servicedesk.roles import ROLES, WORDS, roles_with


def demand(person, permission):
    """Refuse a person who may do this at no school, in a sentence that says whose it is."""
    if person.may_anywhere(permission):
        return
    *most, last = [role.name.lower() for key, role in ROLES.items() if key in roles_with(permission)]
    whose = f"These do: {', '.join(most)} and {last}" if most else f"This one does: {last}"
    raise NotYours(
        f"None of your roles includes this: {WORDS[permission].lower()}. {whose}. Ask whoever looks after people here."
    )


def only_with(permission):
    """A page for people who may do one thing at some school; everyone else is told why not (403)."""

    def door(view):
        @login_required
        @wraps(view)
        def opened(request, *args, **kwargs):
            demand(request.user, permission)
            return view(request, *args, **kwargs)

        return opened

    return door
