"""What stands behind a claim is added and taken away; whatever was signed before is signed no more."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence import kinds, records, timeline
from evidence.models import Document, DocumentPart, Link
from evidence.moves import ADD_DOCUMENT, LINK, REMOVE_DOCUMENT, UNLINK
from evidence.workflow.claiming import demand_no_names
from evidence.workflow.signing import unsign
from servicedesk.errors import Refused

PART = 512 * 1024  # bytes of a document that are read or written at once


@transaction.atomic
def add_document(claim, *, by, at, file, shows="", leave_names=False):
    """Add a document, once. `file`: an open file with its name; `shows`: what it is, in a line."""
    claim = ADD_DOCUMENT.begin(claim, by=by)
    name = kinds.plain_name(file.name or "")
    if claim.documents.count() >= kinds.MOST:
        raise Refused(f"There are {kinds.MOST} documents here already. Take one away first.")
    if file.size > kinds.LARGEST:
        raise ValidationError({"file": f"{name} is too large: at most {kinds.LARGEST // 1024 // 1024} MB."})
    if not file.size:
        raise ValidationError({"file": f"{name} is empty."})
    left = demand_no_names(claim.school, name.rpartition(".")[0], shows, leave_names=leave_names)
    document = Document(claim=claim, name=name, size=file.size, shows=shows.strip(), added_by=by, added_at=at)
    digest = hashlib.sha256()
    for chunk in _parts(file):
        digest.update(chunk)
    document.sha256 = digest.hexdigest()
    try:
        document.content_type = kinds.kind_of(name, next(_parts(file))).content_type
    except kinds.WrongDocument as error:
        raise ValidationError({"file": str(error)}) from None
    if claim.documents.filter(sha256=document.sha256).exists():
        raise Refused(f"{name} is here already: a document with the same content.")
    document.save()
    for place, chunk in enumerate(_parts(file)):
        DocumentPart.objects.create(document=document, place=place, content=chunk)
    _changed(claim, "add_document", by=by, at=at, text=name, sha256=document.sha256, names_left=len(left))
    return claim


@transaction.atomic
def remove_document(claim, *, by, at, document):
    """Take a document away for good; its name and SHA-256 stay in the story."""
    claim = REMOVE_DOCUMENT.begin(claim, by=by)
    if not (found := claim.documents.filter(pk=document.pk).first()):
        raise Refused("That document is no longer here. Nothing was changed.")
    told = {"text": found.name, "sha256": found.sha256}
    found.delete()
    _changed(claim, "remove_document", by=by, at=at, **told)
    return claim


@transaction.atomic
def link(claim, *, by, at, kind, reference):
    """Link a record of the same school that speaks to it: `kind` as in KIND_CHOICES, `reference` as people say it."""
    claim = LINK.begin(claim, by=by)
    record = records.find(kind, reference, school=claim.school, by=by)
    if record is None:
        words = records.KIND_WORDS[kind].lower()
        raise ValidationError({"reference": f"There is no {words} “{reference}” at {claim.school.name}."})
    if claim.links.filter(**{kind: record}).exists():
        raise Refused("This record is linked already.")
    made = Link.objects.create(claim=claim, **{kind: record}, linked_by=by, linked_at=at)
    _changed(claim, "link", by=by, at=at, text=records.shown(made).reference, kind=kind)
    return claim


@transaction.atomic
def unlink(claim, *, by, at, link):
    """Take a link away; the record itself stays as it is."""
    claim = UNLINK.begin(claim, by=by)
    if not (found := claim.links.filter(pk=link.pk).first()):
        raise Refused("That record is no longer linked. Nothing was changed.")
    told = {"text": records.shown(found).reference, "kind": found.kind}
    found.delete()
    _changed(claim, "unlink", by=by, at=at, **told)
    return claim


def _parts(file):
    """The bytes of a file from its beginning, a part at a time."""
    file.seek(0)
    while chunk := file.read(PART):
        yield chunk


def _changed(claim, move, *, by, at, **told):
    """The story of a change, and the signature that goes off with it."""
    unsign(claim, by=by, at=at)
    claim.save()
    timeline.write(claim, move, by=by, at=at, **told)
