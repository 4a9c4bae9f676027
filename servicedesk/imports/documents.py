"""What a mapping file in TOML says, checked: each mistake is named in a sentence before any row is read."""

import codecs
import tomllib
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from servicedesk.imports import values
from servicedesk.imports.errors import Unusable
from servicedesk.zones import validate_zone


class Wrong(Exception):
    """What a mapping file says wrongly."""


def read_document(path: Path) -> dict[str, Any]:
    """All that a mapping file says. Raises Unusable when it can't be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unusable(f"The mapping file {path} can’t be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"The mapping file {path.name} isn’t valid TOML: {error}.") from error


def table(said: dict[str, Any], key: str, known: Iterable[str]) -> dict[str, Any]:
    """A table of the file, whose names must be known."""
    found = said.get(key, {})
    if not isinstance(found, dict):
        raise Wrong(f"“{key}” must be a table: [{key}].")
    only(found, known, "field")
    return found


def only(said: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raises Wrong for a name that is not known, with the nearest that is."""
    known = list(known)
    for name in said:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean “{near[0]}”?" if near else f" It may be one of: {', '.join(known)}."
            raise Wrong(f"there is no {what} called “{name}”.{hint}")


def text(said: dict[str, Any], key: str, default: str) -> str:
    """A text; `default` where nothing is said."""
    found = said.get(key, default)
    if not isinstance(found, str) or (key == "name" and not found.strip()):
        raise Wrong(f"“{key}” must be a text.")
    return found


def texts(said: dict[str, Any], key: str, default: list[str]) -> list[str]:
    """A list of texts; a single one counts as a list."""
    found = said.get(key, default)
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Wrong(f"“{key}” must be a list of texts.")
    return found


def one_of(said: dict[str, Any], key: str, choices: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    found = text(said, key, default)
    if found not in choices:
        raise Wrong(f"“{key}” must be one of: {', '.join(choices)}.")
    return found


def date_formats(formats: list[str]) -> tuple[str, ...]:
    """Formats that read back what they print."""
    example = datetime(2026, 12, 31)
    for form in formats:
        if form == values.ISO:
            continue
        try:
            read = datetime.strptime(example.strftime(form), form)
        except ValueError:
            read = None
        if read is None or read.date() != example.date():
            raise Wrong(f"“{form}” is no date format with day, month and year, such as %d/%m/%Y %H:%M, or iso.")
    if not formats:
        raise Wrong("“dates” must name at least one format, such as %d/%m/%Y %H:%M, or iso.")
    return tuple(formats)


def zone(name: str) -> str:
    """A time zone that is known."""
    try:
        if name:
            validate_zone(name)
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error
    return name


def delimiter(mark: str) -> str:
    """One character."""
    if len(mark) > 1 or mark in {'"', "\n", "\r"}:
        raise Wrong("“delimiter” must be one character.")
    return mark


def encoding(name: str) -> str:
    """A text encoding that is known, by its usual name."""
    try:
        return name and codecs.lookup(name).name
    except LookupError as error:
        raise Wrong(f"“{name}” is no text encoding. Usual ones are utf-8, cp1252 and utf-16.") from error
