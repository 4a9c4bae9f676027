"""A framework's document as TOML, so that a school can take it away, change it and bring it back."""

import json

ABOUT = ("key", "name", "edition", "reads", "notes")
NESTED = {"levels": (), "elements": ("strands",), "strands": ("statements",), "statements": ()}


def written(document: dict) -> str:
    """The text of a document; read again it is the same document."""
    lines = [f"{name} = {_value(document[name])}" for name in ABOUT if name in document]
    for name in ("levels", "elements"):
        lines += _tables(name, document.get(name, ()))
    return "\n".join(lines) + "\n"


def _tables(path, rows):
    kind = path.split(".")[-1]
    for row in rows:
        yield ""
        yield f"[[{path}]]"
        yield from (f"{name} = {_value(value)}" for name, value in row.items() if name not in NESTED[kind])
        for inner in NESTED[kind]:
            yield from _tables(f"{path}.{inner}", row.get(inner, ()))


def _value(value):
    """A text, a number or a list of them; what JSON writes here is TOML too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
