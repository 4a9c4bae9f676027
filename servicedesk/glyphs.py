"""Which characters a font can draw: read from its own table, so that a name it has no letters for stops no document."""

import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

NOT_DRAWN = "?"  # stands for a letter the font has not; a reader sees that something is missing


@cache
def drawn_by(font: Path) -> frozenset[int]:
    """The code points that a TrueType or OpenType font has a glyph for."""
    data = font.read_bytes()
    at = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, at + 2)
    offsets = [struct.unpack_from(">HHI", data, at + 4 + 8 * number)[2] for number in range(count)]
    found = [range_ for offset in offsets for range_ in _ranges(data, at + offset)]
    return frozenset(code for first, last in found for code in range(first, last + 1))


def drawable(words: str, fonts: Iterable[Path]) -> str:
    """The words with a question mark for each letter that none of the fonts has; what is never seen is left out."""
    if words.isascii() and words.isprintable():
        return words
    known = frozenset().union(*map(drawn_by, fonts))
    return "".join(_drawn(letter, known) for letter in words)


def _drawn(letter, known):
    if letter in "\n\t" or ord(letter) in known:
        return letter
    return NOT_DRAWN if letter.isprintable() else ""


def _table(data, name):
    """Where a table of the font begins."""
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count))
    return next(offset for tag, _, offset, _ in records if tag == name)


def _ranges(data, at):
    """The first and last code points of each group of a table of format 12, which every font beyond Latin has."""
    (kind,) = struct.unpack_from(">H", data, at)
    if kind != 12:
        return
    (count,) = struct.unpack_from(">I", data, at + 12)
    for number in range(count):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * number)
        yield first, last
