"""Does a text name somebody who asks the desk for help? Evidence leaves the school: it does so only on purpose."""

import re

from django.db.models import Exists, OuterRef, Q

from incidents.models import Incident
from servicedesk.models import Membership, Person
from servicedesk.roles import Permission, roles_with

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
LONGEST = 4  # words of a name
IN_OFFICE = (Permission.WORK, Permission.SIGN_EVIDENCE)  # who may do these is named as what they are


def names_in(school, *texts):
    """The people of a school who ask for help and are named in some texts, in order; a single word names nobody.

    People of the desk and those who sign are left out: they are named in their office. `Okafor, Rachel` and
    `rachel_okafor.pdf` name Rachel Okafor too.
    """
    said = set()
    for text in texts:
        said |= _runs(_words(text))
    if not said:
        return []
    return sorted(name for name in _people(school) if (words := tuple(_words(name))) and _either_way(words) & said)


def _people(school):
    here = Q(school=school) | Q(school=None)
    hats = Membership.objects.filter(here, person=OuterRef("pk"))
    office = set().union(*(roles_with(permission) for permission in IN_OFFICE))
    asked = Exists(Incident.objects.filter(school=school, requester=OuterRef("pk")))
    found = Person.objects.filter(Exists(hats) | asked).exclude(Exists(hats.filter(role__in=office)))
    return set(found.order_by().values_list("name", flat=True).iterator())


def _words(text):
    return WORD.findall(text.lower().replace("_", " "))


def _runs(words):
    """Every run of two or more words, as long as a name may be."""
    return {tuple(words[i : i + n]) for n in range(2, LONGEST + 1) for i in range(len(words) - n + 1)}


def _either_way(words):
    return {words, (words[-1], *words[:-1])} if len(words) > 1 else set()
