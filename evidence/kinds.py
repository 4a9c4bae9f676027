"""Which documents may be uploaded: by the ending of their name, and only if their first bytes are what it promises."""

import re
import unicodedata
from dataclasses import dataclass

LARGEST = 10 * 1024 * 1024  # bytes
MOST = 20  # documents of one claim
ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
TEXT = b""  # no first bytes: it must read as UTF-8


class WrongDocument(ValueError):
    """A file that can't be taken; the message is a sentence."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its type, and the bytes it begins with."""

    content_type: str
    begins: bytes


KINDS = {
    "pdf": Kind("application/pdf", b"%PDF-"),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", ZIP),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", ZIP),
    "pptx": Kind(f"{OFFICE}.presentationml.presentation", ZIP),
    "odt": Kind(f"{OPEN}.text", ZIP),
    "ods": Kind(f"{OPEN}.spreadsheet", ZIP),
    "odp": Kind(f"{OPEN}.presentation", ZIP),
    "png": Kind("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": Kind("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": Kind("image/jpeg", b"\xff\xd8\xff"),
    "csv": Kind("text/csv", TEXT),
    "txt": Kind("text/plain", TEXT),
}
ENDINGS = ", ".join(f".{ending}" for ending in KINDS)


def plain_name(name: str) -> str:
    """The name of a file without folders, control signs or anything a file system or a header might read."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign if sign.isalnum() or sign in " -_.()" else "-" for sign in last).strip(" .-")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:120].strip()}{dot}{ending[:10]}" if stem else kept[:120]


def kind_of(name: str, first: bytes) -> Kind:
    """The kind of a file by its plain name and its first bytes. Raises WrongDocument."""
    stem, _, ending = name.rpartition(".")
    kind = KINDS.get(ending.lower())
    if not stem or kind is None:
        raise WrongDocument(f"A file of this kind can’t be taken. Use one of: {ENDINGS}.")
    if kind.begins is TEXT:
        if b"\0" in first or not _reads_as_text(first):
            raise WrongDocument(f"{name} is no plain text: save it as UTF-8, or send it as a PDF.")
    elif not first.startswith(kind.begins):
        raise WrongDocument(f"{name} is not what its name says: it does not begin like a .{ending.lower()} file.")
    return kind


def _reads_as_text(first):
    try:
        first.decode()
    except UnicodeDecodeError as error:
        return error.start > len(first) - 4  # cut in the middle of a letter
    return True
