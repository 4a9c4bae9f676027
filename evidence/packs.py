"""An evidence pack: a zip of papers, figures, claims, records and documents, with a manifest that seals it.

Two seals, so that a changed byte is found wherever it is. The manifest gives size and SHA-256 of every file, and the
SHA-256 of itself. The comment at the end of the zip gives the SHA-256 of every byte before it. The same evidence makes
the same bytes.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from evidence.gathering import Evidence
from evidence.paper import evidence_pdf
from evidence.paper.summary import summary_pdf
from evidence.sheets import claim_lines, document_lines, documents_of, link_lines, names_left
from evidence.version import software
from reports.measures import Scope
from reports.rows import lines as record_lines
from reports.tables import sla_rows
from servicedesk.errors import Refused
from servicedesk.tables import csv_lines

FORMAT, VERSION = "evidence-pack", 1
MANIFEST = "manifest.json"
SEAL = b"sha256:"
SEAL_SIZE = len(SEAL) + 64
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the zip's own clock tells nothing; the manifest says when it was made
CHUNK = 1 << 20


class WontOverwrite(Exception):
    """There is a file of that name; the message is a sentence."""


def write(evidence: Evidence, path: Path, *, overwrite: bool = False) -> dict:
    """Write the pack of some evidence to `path` and give its manifest; the file is there whole or not at all."""
    if path.exists() and not overwrite:
        raise WontOverwrite(f"{path} is there already. Choose another name, or say --force to replace it.")
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        manifest = _fill(Path(unfinished), evidence)
        _put(Path(unfinished), path, overwrite=overwrite)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return manifest


def _put(unfinished, path, *, overwrite):
    """Give the finished file its name; a name that was taken meanwhile stays whose it is."""
    unfinished.chmod(0o644)
    if overwrite:
        unfinished.replace(path)
        return
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise WontOverwrite(f"{path} is there already. Choose another name, or say --force to replace it.") from None
    except OSError:  # a file system without links
        unfinished.replace(path)


def _fill(path, evidence):
    zone = ZoneInfo(evidence.school.zone)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack, timezone.override(zone):
        files = [_add(pack, name, chunks) for name, chunks in _contents(evidence)]
        manifest = sealed(_about(evidence) | {"files": files})
        _add(pack, MANIFEST, [json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n"])
        pack.comment = b" " * SEAL_SIZE
    _seal(path)
    return manifest


def _contents(evidence: Evidence) -> Iterable[tuple[str, Iterable[bytes]]]:
    """Each file of the pack, its bytes in chunks."""
    report = evidence.report
    records = Scope.of_everything(school=evidence.school).within(evidence.period)
    yield "evidence.pdf", [evidence_pdf(evidence)]
    yield "summary.pdf", [summary_pdf(evidence)]
    yield "measures.csv", _csv(_measure_lines(evidence))
    yield "claims.csv", _csv(claim_lines(evidence))
    yield "linked_records.csv", _csv(link_lines(evidence))
    yield "documents.csv", _csv(document_lines(evidence))
    yield "by_priority.csv", _csv(sla_rows(report, ("priority",)))
    yield "by_month.csv", _csv(sla_rows(report, ("month",)))
    yield "by_category.csv", _csv(sla_rows(report, ("category",)))
    yield "records.csv", _csv(record_lines(records))
    for name, document in documents_of(evidence):
        yield name, _whole(document)


def _whole(document):
    """The bytes of a document, a part at a time; one that is not what was uploaded goes into no pack."""
    digest = hashlib.sha256()
    for chunk in document.chunks():
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != document.sha256:
        raise Refused(f"{document.name} is no longer what was uploaded: take it away and add it again.")


def _measure_lines(evidence):
    yield ["statement", "level", "says", "figure", "heading", "value", "unit", "note", "from", "to", "how"]
    for answer in evidence.answers:
        statement = answer.statement
        for proof in answer.proofs:
            figure, found = proof.figure, proof.found
            about = [statement.key, statement.level, statement.says, figure.name, figure.heading]
            period = [evidence.period.first, evidence.period.last]
            yield [*about, found.value, found.unit, found.note, *period, figure.how]


def _csv(rows):
    return (line.encode() for line in csv_lines(rows))


def _add(pack, name, chunks):
    """Write a file into the pack and give its line of the manifest."""
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    digest, size = hashlib.sha256(), 0
    with pack.open(entry, "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _about(evidence):
    framework, school, period = evidence.framework, evidence.school, evidence.period
    return {
        "format": FORMAT,
        "version": VERSION,
        "framework": {"key": framework.key, "name": framework.name, "edition": framework.edition},
        "school": {"code": school.code, "name": school.name},
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "made_at": evidence.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "software": software(),
        "notes": framework.notes,
        "school_year": evidence.year_words,
        "framework_version": framework.version,
        "names_left_on_purpose": len(names_left(evidence)),
    }


def sealed(manifest: dict) -> dict:
    """A manifest with the SHA-256 of all it says, written in one way only."""
    said = {name: value for name, value in manifest.items() if name != "seal"}
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return said | {"seal": hashlib.sha256(plain.encode()).hexdigest()}


def _seal(path):
    """Put the SHA-256 of every byte before it into the place kept for it."""
    seal = seal_of(path)
    with path.open("r+b") as pack:
        pack.seek(-SEAL_SIZE, os.SEEK_END)
        pack.write(seal)
        pack.flush()
        os.fsync(pack.fileno())


def seal_of(path: Path) -> bytes:
    """What the comment of a pack must say."""
    digest, left = hashlib.sha256(), path.stat().st_size - SEAL_SIZE
    with path.open("rb") as pack:
        while left > 0 and (chunk := pack.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return SEAL + digest.hexdigest().encode()
