"""The modules of the house and what each of them imports, read from the code without running it."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the ground up: each app may use those before it.
FLOORS = [
    *("servicedesk", "sla", "assets", "incidents", "problems", "changes", "maintenance", "continuity", "finance"),
    *("reports", "healthcheck", "evidence", "adoption", "papers", "config"),
]


@dataclass(frozen=True)
class Import:
    """`module` imports `target`, another module of the house, in this line; `inside` names the function around it."""

    module: str
    target: str
    line: int
    inside: str = ""

    def __str__(self):
        where = f" (inside {self.inside})" if self.inside else ""
        return f"{self.module}, line {self.line}, imports {self.target}{where}"


@cache
def modules():
    """Every module of the apps: its dotted name → its file."""
    files = (file for app in FLOORS for file in (ROOT / app).rglob("*.py"))
    return {_name(file): file for file in sorted(files)}


def _name(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports():
    """Every import of one module of the house by another."""
    return [found for module, file in modules().items() for found in _imports_of(module, ast.parse(file.read_text()))]


@cache
def nested():
    """Every import that stands inside a function, of whatever."""
    found = []
    for module, file in modules().items():
        for function in ast.walk(ast.parse(file.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                lines = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
                name = getattr(function, "name", "lambda")
                found += [Import(module, ast.unparse(node), node.lineno, name) for node in lines]
    return found


def _imports_of(module, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(module, name, node.lineno) for name in map(_known, (a.name for a in node.names)) if name)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            for alias in node.names:
                target = _known(f"{source}.{alias.name}") or _known(source)
                if target:
                    yield Import(module, target, node.lineno)


def _known(name):
    return name if name in modules() else None


def _absolute(module, node):
    if not node.level:
        return node.module or ""
    is_package = modules()[module].name == "__init__.py"
    parts = module.split(".")
    base = parts[: len(parts) - node.level + is_package]
    return ".".join([*base, node.module] if node.module else base)


def app_of(module):
    """The app a module belongs to."""
    return module.split(".")[0]


def floor_of(app):
    """How high an app lives."""
    return FLOORS.index(app)
