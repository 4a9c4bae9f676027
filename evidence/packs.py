"""An evidence pack: a zip of papers, figures, claims, records and documents, with a manifest that seals it.

Two seals, so that a changed byte is found wherever it is. The manifest gives size and SHA-256 of every file, and the
SHA-256 of itself. The comment at the end of the zip gives the SHA-256 of every byte before it. The same evidence makes
the same bytes. What hardly gets smaller (photographs, most PDFs, office files) is stored as it is: squeezing it again
costs seconds and saves nothing.
"""

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import chain, islice
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
from servicedesk.errors import Refused
from servicedesk.tables import csv_lines

FORMAT, VERSION = "evidence-pack", 1
MANIFEST = "manifest.json"
SEAL = b"sha256:"
SEAL_SIZE = len(SEAL) + 64
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the zip's own clock tells nothing; the manifest says when it was made
CHUNK = 1 << 20
TRIED = 1 << 16  # bytes of a file's beginning that tell whether it gets smaller
LINES = 500  # of a table at a time
WORTH_IT = 0.9  # of its size, at most, that must be left for it to be squeezed


class WontOverwrite(Exception):
    """There is a file of that name; the message is a sentence."""


@dataclass(frozen=True)
class Content:
    """A file of the pack: its bytes in chunks, and their SHA-256 where it is known what they must be."""

    name: str
    chunks: Iterable[bytes]
    sha256: str = ""
    called: str = ""


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
        files = [_add(pack, content) for content in _contents(evidence)]
        manifest = sealed(_about(evidence) | {"files": files})
        _add(pack, Content(MANIFEST, [json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n"]))
        pack.comment = b" " * SEAL_SIZE
    _seal(path)
    return manifest


def _contents(evidence: Evidence) -> Iterator[Content]:
    """Each file of the pack."""
    records = Scope.of_everything(school=evidence.school).within(evidence.period)
    yield Content("evidence.pdf", [evidence_pdf(evidence)])
    yield Content("summary.pdf", [summary_pdf(evidence)])
    yield Content("measures.csv", _csv(_measure_lines(evidence)))
    yield Content("claims.csv", _csv(claim_lines(evidence)))
    yield Content("linked_records.csv", _csv(link_lines(evidence)))
    yield Content("documents.csv", _csv(document_lines(evidence)))
    yield Content("by_priority.csv", _csv(evidence.service.lines("priority")))
    yield Content("by_month.csv", _csv(evidence.service.lines("month")))
    yield Content("by_category.csv", _csv(evidence.service.lines("category")))
    yield Content("records.csv", _csv(record_lines(records)))
    for name, document in documents_of(evidence):
        yield Content(name, document.chunks(), document.sha256, document.name)


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
    """Lines in blocks, so that a block tells whether the file gets smaller."""
    lines = (line.encode() for line in csv_lines(rows))
    while block := b"".join(islice(lines, LINES)):
        yield block


def _add(pack, content):
    """Write a file into the pack, read once, and give its line of the manifest."""
    chunks = iter(content.chunks)
    first = next(chunks, b"")
    entry = zipfile.ZipInfo(content.name, BEGINNING)
    entry.compress_type = zipfile.ZIP_DEFLATED if _gets_smaller(first) else zipfile.ZIP_STORED
    entry.external_attr = 0o100644 << 16
    digest, size = hashlib.sha256(), 0
    with pack.open(entry, "w", force_zip64=True) as out:
        for chunk in chain([first], chunks):
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    if content.sha256 and digest.hexdigest() != content.sha256:
        raise Refused(f"{content.called} is no longer what was uploaded: take it away and add it again.")
    return {"name": content.name, "size": size, "sha256": digest.hexdigest()}


def _gets_smaller(first: bytes) -> bool:
    """Is it worth squeezing a file that begins like this?"""
    tried = first[:TRIED]
    return len(zlib.compress(tried, 1)) < WORTH_IT * len(tried)


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
