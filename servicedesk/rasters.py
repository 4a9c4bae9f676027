"""Pictures that people send: what they say they are, and drawn anew so that only their pixels are kept. Pure."""

import json
import struct
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("crest.typ")
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
FRAMES = {0xC0, 0xC1, 0xC2}  # markers of a JPEG that say how large it is
SMALLEST, LARGEST = 48, 3000  # pixels of a side
MOST = 1024 * 1024  # bytes


class Unreadable(ValueError):
    """A file that is no picture we take; the message is a sentence that says what to do."""


def drawn_anew(content: bytes, *, longest: int) -> tuple[bytes, int, int]:
    """A PNG or JPEG as a PNG of ours, its longer side at most `longest` pixels: the bytes, width and height.

    Raises Unreadable. The size is read from the head of the file first, so that no small file unpacks into a huge one.
    """
    width, height = _size(content)
    scale = min(1, longest / max(width, height))
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    picture = json.dumps({"width": width, "height": height, "content": list(content)})
    try:
        drawn = typst.compile(TEMPLATE, format="png", ppi=72, sys_inputs={"picture": picture})
    except typst.TypstError:
        raise Unreadable("This picture can’t be read: it is damaged. Save it again as PNG or JPEG.") from None
    return drawn, width, height


def _size(content):
    """Width and height, as far as they can be believed."""
    if len(content) > MOST:
        raise Unreadable("This picture is larger than 1 MB. Save a smaller one: 500 pixels are plenty.")
    if content.startswith(PNG) and content[12:16] == b"IHDR" and len(content) > 33:
        width, height = struct.unpack(">II", content[16:24])
    elif content.startswith(JPEG):
        width, height = _size_of_jpeg(content)
    else:
        raise Unreadable("This is no PNG and no JPEG. Save the crest as one of the two.")
    if not SMALLEST <= min(width, height) <= max(width, height) <= LARGEST:
        raise Unreadable(f"It has {width} × {height} pixels. Send one of {SMALLEST} to {LARGEST} pixels a side.")
    return width, height


def _size_of_jpeg(content):
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise Unreadable("This JPEG does not say how large it is. Save it again, or send a PNG.")
