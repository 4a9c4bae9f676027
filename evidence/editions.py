"""The frameworks of a school: those the desk brings, its own texts in place of them, and those of its own making."""

import re
from collections.abc import Mapping

from evidence import framework as shipped
from evidence.framework import Framework, WrongFramework
from evidence.models import FrameworkVersion
from evidence.proofs import FIGURES
from servicedesk.models import School

OWN = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
MOST_STATEMENTS = 300


def check(framework: Framework) -> None:
    """Refuse a framework that asks for a figure nobody can work out."""
    for statement in framework.statements:
        for name in statement.figures:
            if name not in FIGURES:
                raise WrongFramework(f"Statement {statement.key} asks for {name}, which is no figure of ours.")


def framework_called(key: str, school: School | None = None) -> Framework:
    """A framework by its key, as a school has it (without one: as the desk brings it). Raises WrongFramework."""
    own = newest(school, key) if school else None
    if own is None and school and key not in {*shipped.keys()}:
        raise WrongFramework(f"There is no framework “{key}”: use {', '.join(keys(school))}.")
    found = shipped.read(own.document, version=own.number) if own else shipped.load(key)
    check(found)
    return found


def newest(school: School, key: str) -> FrameworkVersion | None:
    """The text of a school's own framework that holds now."""
    found = FrameworkVersion.objects.filter(framework__school=school, framework__key=key)
    return found.order_by("-number").first()


def keys(school: School) -> list[str]:
    """The keys of the frameworks a school may use."""
    return sorted({*shipped.keys(), *school.frameworks.values_list("key", flat=True)})


def frameworks_of(school: School) -> list[Framework]:
    """Every framework of a school, the desk's first, in one query however many there are."""
    texts = FrameworkVersion.objects.filter(framework__school=school).order_by("framework__key", "number")
    own = {each.framework.key: each for each in texts.select_related("framework")}  # the last number of each stays
    brought = shipped.keys()
    rest = [each for key, each in own.items() if key not in brought]
    return [
        shipped.load(each) if isinstance(each, str) else shipped.read(each.document, version=each.number)
        for each in [*(own.get(key) or key for key in brought), *rest]
    ]


def document_of(school: School, key: str) -> dict:
    """The document of a framework as a school has it. Raises WrongFramework."""
    own = newest(school, key)
    return own.document if own else shipped.document_of(key)


def checked(document: Mapping) -> Framework:
    """A document that a school wants to use, read with every rule. Raises WrongFramework."""
    if not isinstance(document, dict):
        raise WrongFramework("The framework must be a table with key, name, edition, notes and elements.")
    found = shipped.read(document)
    if not OWN.fullmatch(found.key):
        raise WrongFramework(
            "The key of a framework is up to 20 small letters, digits and hyphens, such as “governors”."
        )
    if len(found.statements) > MOST_STATEMENTS:
        raise WrongFramework(f"A framework has at most {MOST_STATEMENTS} statements.")
    check(found)
    return found
