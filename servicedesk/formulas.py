"""Cells that no spreadsheet program takes for a formula."""

import re

SKIPPED = " \u00a0\ufeff"  # white space that programs pass over before they look for the start of a formula
STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")  # the wide ones count in some languages
PLAIN_NUMBER = re.compile(r"[-+]?[\d., ]*")


def harmless(text: str) -> str:
    """A text that a spreadsheet shows as it is: one that would start a formula gets an apostrophe in front."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # a lone \r ends a line for some programs
    if not text.lstrip(SKIPPED).startswith(STARTS) or PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}"
