"""Who looks for trends: detectors are named here and loaded only by those that look, because statistics weigh much.

An app names the modules of its detectors in its `ready`; pages come no nearer to them than this.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

_modules: dict[str, str] = {}
_detectors: dict[str, Any] = {}


def look_with(**modules: str) -> None:
    """Name the module that finds a kind of pattern: spike="problems.trends.spikes". Nothing is imported yet."""
    _modules.update(modules)


def kinds() -> list[str]:
    """The kinds of patterns that somebody looks for."""
    return list(_modules)


def detector(kind: str) -> Callable[[Any], Any]:
    """Register who finds a kind of pattern: a function (history, day, context) → findings; or a class with `find`."""

    def register(found: Any) -> Any:
        _detectors[kind] = found().find if isinstance(found, type) else found
        return found

    return register


def detectors(wanted: Iterable[str] = ()) -> dict[str, Any]:
    """The detectors of some kinds or of all, loaded now: kind → function."""
    chosen = [kind for kind in _modules if kind in wanted] if wanted else list(_modules)
    for kind in chosen:
        import_module(_modules[kind])
    return {kind: _detectors[kind] for kind in chosen}
