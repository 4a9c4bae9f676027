"""The short address on a label, and how a scanned or typed one is read back.

A plain tag stands in the path, as in `/t/HBS/PRJ-0212/`. Any other character would be eaten on the way by some browser,
proxy or scanner (a slash, a dot, a hash), so such a tag follows as `?tag=`, where all of them survive.
"""

import re
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from django.urls import reverse

PLAIN = re.compile(r"[A-Za-z0-9_-]+")
LONGEST = 60
ON_A_LABEL = re.compile(r"/t/(?P<code>[A-Za-z0-9-]+)/(?:(?P<tag>[^/]+)/?)?")


def path_of_thing(code: str, tag: str) -> str:
    """Where the label of a thing leads."""
    if PLAIN.fullmatch(tag):
        return reverse("assets:scanned", args=[code, tag])
    return f"{reverse('assets:scanned_odd', args=[code])}?{urlencode({'tag': tag})}"


def path_of_room(code: str, pk: int) -> str:
    """Where the label on a door leads."""
    return reverse("assets:scanned_room", args=[code, pk])


def tag_of(words: str) -> tuple[str, str]:
    """The school's code and the tag in what a scanner typed: the address of a label, or a bare tag and no code."""
    words = words.replace("\0", "").strip()
    try:
        address = urlsplit(words)
    except ValueError:  # half an address is a tag like any other
        return "", _tidy(words)
    found = ON_A_LABEL.search(address.path) if address.scheme in ("http", "https") else None
    if not found:
        return "", _tidy(words)
    tag = unquote(found["tag"] or "") or parse_qs(address.query).get("tag", [""])[0]
    return found["code"].upper(), _tidy(tag)


def _tidy(words):
    """As the register writes tags."""
    return " ".join(words.replace("\0", "").split())[:LONGEST]
