"""The two schools of the house rules, built once for each file of tests."""

import pytest
import time_machine
from django.http import HttpResponse
from django.template.base import Template

from config import urls
from tests.house.world import TODAY, make_world


@pytest.fixture(scope="module")
def two_schools(stays):
    """Building them takes as long as a hundred tries; what a test does to them is undone after it."""
    with time_machine.travel(TODAY, tick=False):
        return make_world()


@pytest.fixture(autouse=True)
def plain_templates(monkeypatch):
    """Pages are drawn as visitors get them: Django's tests keep a copy of what each part of a page was made of."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture
def plain_refusals(monkeypatch):
    """Many a knock is refused: the pages that say so are the same for everybody, and are not drawn each time."""
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponse(status=404), raising=False)
    monkeypatch.setattr(urls, "handler403", lambda request, exception: HttpResponse(status=403), raising=False)
