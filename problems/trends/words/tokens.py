"""A text as words and slots: what anybody can see varies is masked, what carries digits or underscores is a slot.

Dates, times, durations, amounts, addresses of people and hashes vary by what they are (P. He et al., Drain: an
Online Log Parsing Approach with Fixed Depth Tree, ICWS 2017, masks them alike before it looks at the data). Whether
any other slot varies or names a thing is seen from the data, in `slots`. No language is presumed: scripts without
spaces are read in pairs of characters.
"""

import re
import unicodedata
from dataclasses import dataclass

VARIES, SLOT = "…", "#"
MOST_TOKENS = 80  # what is said further down seldom says what is wrong
FEWEST_WORDS = 3  # that a summary must have to speak for itself
SEPARATED = "._-/\\#:+"
# Addresses of people go with what announces them: “From:” or “received from:”.
ADDRESSES = re.compile(r"(?:\b[^\W\d_]+(?: [^\W\d_]+)?:\s*)?<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
YEAR, NUMBER = r"(?:19|20)\d\d\b", r"\d+(?:[.,]\d+)*"
ZONE = r"(?:z\b|\s?(?:utc|gmt|[+-]\d\d:?\d\d)\b)"
UNIT = (
    r"(?:%|°c?|[mµn]?s|secs?|seconds?|mins?|minutes?|hrs?|hours?|h|days?|weeks?|[kmgt]i?b(?:ytes)?|bytes"
    r"|[kmg]bps|[kmg]?hz|mm|cm|km|kg|€|£|\$)"
)
VARYING = (
    rf"\b\d{{4}}-?\d\d-?\d\d[t_]\d\d:?\d\d(?::?\d\d)?(?:[.,]\d+)?{ZONE}?",  # day and time in one
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}\b",
    r"(?<![\w.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{2}(?:\d\d)?)(?![\w.]*\w)",
    r"(?<![\w.])\d{1,2}\.\d{1,2}\.\d{2}(?:\d\d)?(?![\w.]*\w)",
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.)?[ -][^\W\d_]{{3,10}}\.?,?[ -]{YEAR}",  # 30 October 2016
    rf"\b[^\W\d_]{{3,10}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {YEAR}",
    rf"\b\d{{1,2}}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?{ZONE}?|\b\d{{1,2}}\s?[ap]m\b",
    rf"(?<![\w.-])[-+]?{NUMBER}\s?{UNIT}(?!\w)|[€£$]\s?{NUMBER}|(?<![\w.:-])\d+[.,]\d+(?![\w.,-])",
)
MASKS = re.compile("|".join(VARYING), re.IGNORECASE)
TOKEN = re.compile(rf"{VARIES}|\w+(?:[._\-/\\#:+]+\w+)*")
CUT = re.compile(r"[._\-/\\#:+]+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text in order, lower case, SLOT where one of `values` stood and VARIES for what was masked."""

    words: tuple[str, ...]
    values: tuple[str, ...]


def read(text: str) -> tuple[Said, Said]:
    """(what the summary says, what all of it says). A summary of a word or two only speaks with the rest."""
    summary, _, _ = text.partition("\n")
    whole = said(text)
    first = said(summary) if len(summary) < len(text) else whole
    return (first if _speaks(first) else whole), whole


def said(text: str) -> Said:
    """One text, cut."""
    text = unicodedata.normalize("NFKC", text).replace("…", " ").replace("'", "").replace("’", "")
    text = MASKS.sub(f" {VARIES} ", ADDRESSES.sub(" ", text))
    words: list[str] = []
    values: list[str] = []
    for token in TOKEN.findall(text):
        _add(token, words, values)
        if len(words) >= MOST_TOKENS:
            break
    return Said(tuple(words), tuple(values))


def as_written(text: str, varying: list[str]) -> str:
    """The first line of a text as it was written, with “…” for what varies: what is masked, and these values."""
    line = MASKS.sub(VARIES, text.partition("\n")[0])
    for value in varying:
        line = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", VARIES, line, count=1)
    return re.sub(rf"{VARIES}(?:\s*{VARIES})+", VARIES, " ".join(line.split()))


def _add(token: str, words: list[str], values: list[str]) -> None:
    if token == VARIES:
        if words[-1:] != [VARIES]:
            words.append(VARIES)
    elif UNSPACED.search(token):
        words.extend(token[n : n + 2] for n in range(max(len(token) - 1, 1)))
    elif "_" in token.strip("_") or any(map(str.isdigit, token)):
        words.append(SLOT)
        values.append(token.strip("_"))
    else:
        words.extend(CUT.split(token.casefold().strip("_")) if token.strip("_") else ())


def _speaks(said: Said) -> bool:
    words = sum(word not in (VARIES, SLOT) for word in said.words)
    return words + len(said.values) >= FEWEST_WORDS
