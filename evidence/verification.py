"""Is an evidence pack what it was when it was made? It may have come from anywhere, so nothing in it is trusted."""

import hashlib
import json
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence.packs import CHUNK, FORMAT, MANIFEST, VERSION, seal_of, sealed

BIGGEST_MANIFEST = 4 << 20
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class NotAsMade(Exception):
    """The pack isn't what was made; the message is a sentence that says what is wrong first."""


@dataclass(frozen=True)
class Checked:
    """A file that is as it was."""

    name: str
    size: int


def verify(path: Path) -> Iterator[Checked]:
    """Each file of a pack that is as it was made. Raises NotAsMade at the first thing that isn't."""
    try:
        pack = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise NotAsMade(f"There is no file {path}.") from None
    except UNREADABLE:
        raise NotAsMade(f"{path.name} is no zip file, or its end is missing: perhaps it was cut.") from None
    with pack:
        _names(pack)
        manifest = _manifest(pack)
        listed = {entry["name"]: entry for entry in manifest["files"]}
        _same_files(pack, listed)
        for entry in listed.values():
            yield _file(pack, entry)
        _sealed(path, pack, manifest)
        yield Checked(MANIFEST, pack.getinfo(MANIFEST).file_size)


def _names(pack):
    """No name may lead out of the folder it is unpacked in, and none may be there twice."""
    names = [entry.filename for entry in pack.infolist()]
    for name in names:
        if not name or name.startswith(".") or any(sign in name for sign in "/\\:\0"):
            raise NotAsMade(f"The pack holds a file named {name!r}: that is no plain file name.")
    if twice := [name for name, number in Counter(names).items() if number > 1]:
        raise NotAsMade(f"The pack holds {twice[0]} twice.")
    if MANIFEST not in names:
        raise NotAsMade(f"The pack holds no {MANIFEST}, so nobody can tell what belongs in it.")


def _manifest(pack):
    if pack.getinfo(MANIFEST).file_size > BIGGEST_MANIFEST:
        raise NotAsMade(f"{MANIFEST} is far too big to be one.")
    raw = b"".join(_chunks(pack, MANIFEST))
    try:
        manifest = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise NotAsMade(f"{MANIFEST} can’t be read: it is not JSON.") from None
    _shape(manifest)
    if not _fits_its_seal(manifest):
        raise NotAsMade(f"{MANIFEST} was changed: what it says doesn’t fit its own seal.")
    return manifest


def _fits_its_seal(manifest):
    """A text that can't be written as UTF-8, or nested too deep, was never sealed here."""
    try:
        return sealed(manifest) == manifest
    except (ValueError, RecursionError):
        return False


def _shape(manifest):
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotAsMade(f"{MANIFEST} isn’t the manifest of an evidence pack.")
    if manifest.get("version") != VERSION:
        other = f"{manifest.get('version')!r:.40}"
        raise NotAsMade(f"The pack has version {other}; this software checks version {VERSION}.")
    files = manifest.get("files")
    if not isinstance(files, list) or not all(_is_entry(entry) for entry in files):
        raise NotAsMade(f"{MANIFEST} doesn’t list the files with name, size and SHA-256.")
    if len({entry["name"] for entry in files}) < len(files):
        raise NotAsMade(f"{MANIFEST} lists a file twice.")


def _is_entry(entry):
    kinds = {"name": str, "size": int, "sha256": str}
    return isinstance(entry, dict) and all(isinstance(entry.get(name), kind) for name, kind in kinds.items())


def _same_files(pack, listed):
    there = set(pack.namelist()) - {MANIFEST}
    if missing := sorted(listed.keys() - there):
        raise NotAsMade(f"{missing[0]} is missing.")
    if extra := sorted(there - listed.keys()):
        raise NotAsMade(f"{extra[0]} doesn’t belong in the pack: the manifest doesn’t list it.")


def _file(pack, entry):
    name, digest, size = entry["name"], hashlib.sha256(), 0
    for chunk in _chunks(pack, name):
        digest.update(chunk)
        size += len(chunk)
        if size > entry["size"]:
            break
    if size != entry["size"]:
        raise NotAsMade(f"{name} has the wrong size: the manifest says {entry['size']:,} bytes.")
    if digest.hexdigest() != entry["sha256"]:
        raise NotAsMade(f"{name} was changed: its SHA-256 is not the one in the manifest.")
    return Checked(name, size)


def _chunks(pack, name):
    """A file's bytes, as far as they can be read."""
    try:
        with pack.open(name) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except UNREADABLE:
        raise NotAsMade(f"{name} was changed or cut: it can’t be unpacked.") from None


def _sealed(path, pack, manifest):
    if pack.comment != seal_of(path):
        raise NotAsMade("Every file is as it was made, but the zip around them was changed or packed again.")
