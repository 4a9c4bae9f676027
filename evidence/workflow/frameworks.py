"""A school writes a framework of its own, or changes its copy of one the desk brings; earlier texts stay."""

from copy import deepcopy

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence import editions
from evidence.framework import WrongFramework
from evidence.models import FrameworkVersion, OwnFramework
from evidence.workflow.claiming import must_keep


@transaction.atomic
def save_framework(*, school, document, by, at):
    """Use this text from now on, as the next version under its key. The same text again makes no version."""
    must_keep(by, school)
    try:
        found = editions.checked(document)
    except WrongFramework as error:
        raise ValidationError({"document": str(error)}) from None
    own, _ = OwnFramework.objects.get_or_create(school=school, key=found.key)
    OwnFramework.objects.select_for_update().get(pk=own.pk)
    last = own.versions.order_by("-number").first()
    if last and last.document == document:
        return last
    number = last.number + 1 if last else 1
    return FrameworkVersion.objects.create(framework=own, number=number, document=document, made_by=by, made_at=at)


def change_statement(*, school, framework, statement, says, bring, figures, by, at):
    """Other words, figures or things to bring for one statement; the first such change makes the school's own copy."""
    must_keep(by, school)
    try:
        document = deepcopy(editions.document_of(school, framework))
    except WrongFramework as error:
        raise ValidationError({"framework": str(error)}) from None
    strands = [strand for element in document["elements"] for strand in element.get("strands", ())]
    for row in (row for strand in strands for row in strand.get("statements", ()) if row["key"] == statement):
        row |= {"says": says.strip(), "bring": list(bring), "figures": list(figures)}
        return save_framework(school=school, document=document, by=by, at=at)
    raise ValidationError({"statement": f"The framework has no statement {statement}."})
