"""Calls go down, foreign keys go down: what keeps the house a house."""

import pytest
from django.apps import apps
from django.db.models import Model

from tests.house.modules import FLOORS, app_of, floor_of, imports, modules, nested

pytestmark = pytest.mark.pure

# Inside an app, from the top down; a module belongs to a layer by the beginning of its name.
LAYERS = [
    {"urls"},
    {"views", "api", "management"},
    {"forms", "serializers", "filters"},
    {"tasks"},
    {"workflow", "intake"},
    {"models"},
    {"querysets"},
]
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "services", "manager", "managers", "misc", "base"}
HOUSE = [app for app in FLOORS if app in {app_of(name) for name in modules()}]


def layer_of(module):
    """The place of a module among the layers of its app, 0 on top; None for one that belongs to no layer."""
    part = module.split(".")[1] if "." in module else ""
    for number, names in enumerate(LAYERS):
        if any(part == name or part.startswith(f"{name}_") for name in names):
            return number
    return None


@pytest.mark.parametrize("app", HOUSE)
def test_an_app_imports_only_from_the_floors_below(app):
    upward = [str(i) for i in imports() if app_of(i.module) == app and floor_of(app_of(i.target)) > floor_of(app)]

    assert not upward, "\n".join(upward)


@pytest.mark.parametrize("app", HOUSE)
def test_a_foreign_key_points_to_the_same_floor_or_down(app):
    upward = [
        f"{model.__name__}.{field.name} points up to {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and _is_above(field.related_model, app)
    ]

    assert not upward, "\n".join(upward)


def _is_above(model: type[Model] | None, app):
    there = model and app_of(model.__module__)
    return there in FLOORS and floor_of(there) > floor_of(app)


@pytest.mark.parametrize("app", HOUSE)
def test_inside_an_app_the_arrows_go_down_too(app):
    wrong = []
    for found in imports():
        if app_of(found.module) == app_of(found.target) == app:
            above, below = layer_of(found.module), layer_of(found.target)
            if above is not None and below is not None and above > below:
                wrong.append(str(found))

    assert not wrong, "\n".join(wrong)


def test_pages_and_api_don_t_know_each_other():
    def face(module):
        part = module.split(".")[1] if "." in module else ""
        return next((name for name in ("views", "api") if part == name or part.startswith(f"{name}_")), None)

    crossed = [
        str(i)
        for i in imports()
        if app_of(i.module) == app_of(i.target) and {face(i.module), face(i.target)} == {"views", "api"}
    ]

    assert not crossed, "\n".join(crossed)


def test_functions_never_import_tasks():
    wrong = [str(i) for i in imports() if i.target.endswith(".tasks") and app_of(i.module) != "config"]

    assert not wrong, "\n".join(wrong)


def test_imports_stand_at_the_top_of_the_file():
    assert not nested(), "\n".join(map(str, nested()))


def test_no_module_reaches_itself_by_importing():
    graph = {}
    for found in imports():
        graph.setdefault(found.module, set()).add(found.target)

    circles = list(_circles(graph))

    assert not circles, "\n".join(" → ".join(circle) for circle in circles)


def _circles(graph):
    """Each way round that a walk through the imports finds."""
    done = set()

    def walk(module, way):
        if module in way:
            yield [*way[way.index(module) :], module]
        elif module not in done:
            for target in sorted(graph.get(module, ())):
                yield from walk(target, [*way, module])
            done.add(module)

    for module in sorted(graph):
        yield from walk(module, [])


def test_no_module_is_a_drawer_for_everything():
    drawers = [name for name in modules() if name.split(".")[-1] in DRAWERS]

    assert not drawers, f"These names say nothing about what is inside: {', '.join(drawers)}."
