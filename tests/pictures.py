"""Pictures for tests, written byte by byte: whoever reads them must not be whoever made them."""

import struct
import zlib


def png(width, height, *, colour=(17, 90, 110, 255)):
    """A PNG of one colour, with see-through parts if the colour is."""
    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_part, parts))


def _part(part):
    name, content = part
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
