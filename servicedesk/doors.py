"""Which pages a person may open at all; what they then see is decided by `visible_to`."""

from functools import wraps

from django.contrib.auth.decorators import login_required

from servicedesk.errors import NotYours
from servicedesk.roles import WORDS


def only_with(permission):
    """A page for people who may do one thing at some school; everyone else is told why not (403)."""

    def door(view):
        @login_required
        @wraps(view)
        def opened(request, *args, **kwargs):
            if not request.user.may_anywhere(permission):
                raise NotYours(f"None of your roles includes this: {WORDS[permission].lower()}.")
            return view(request, *args, **kwargs)

        return opened

    return door
