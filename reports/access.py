"""Who gets through the doors of the reports: a page one's role has no right to is 403 and says so."""

from functools import wraps

from django.contrib.auth.decorators import login_required

from servicedesk.errors import NotYours
from servicedesk.roles import ROLES, Permission, roles_with

PAGES = {Permission.SEE_REPORTS: "Service reports", Permission.EXPORT_EVIDENCE: "Evidence"}


def demand(person, permission):
    """Refuse a person who may do this at no school, in a sentence that says whose it is."""
    if not person.may_anywhere(permission):
        names = [ROLES[key].name.lower() for key in ROLES if key in roles_with(permission)]
        whose = f"{', '.join(names[:-1])} and {names[-1]}"
        raise NotYours(
            f"{PAGES[permission]} can be opened by these roles: {whose}. Ask whoever looks after people here."
        )


def for_those_who_may(permission):
    """A page for signed-in people who may do one thing at some school."""

    def decorate(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            demand(request.user, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
