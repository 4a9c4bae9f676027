"""What a template may not hold: anything the content policy forbids, and anything from another server."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/templates/**/*.html")])
SPRITE = (ROOT / "static" / "icons.svg").read_text()
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "something from another server": re.compile(r"(?:src|srcset|action|data)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "a link element to another server": re.compile(
        r"<(?:link|use|image)\b[^>]*href=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_holds_nothing_that_the_content_policy_forbids(path, what):
    found = FORBIDDEN[what].search(path.read_text())

    assert found is None, f"{named(path)} holds {what}: {found[0]}"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_sign_that_a_template_names_is_in_the_sprite(path):
    text = path.read_text()
    names = {f"i-{name}" for name in re.findall(r"{%\s*icon\s+\"([\w-]+)\"", text)}
    names |= {f"i-{name}" for name in re.findall(r"{%\s*status\s+\"\w+\"\s+\"([\w-]+)\"", text)}
    names |= {f"p-{name}" for name in re.findall(r"{%\s*picture\s+\"([\w-]+)\"", text)}

    assert {name for name in names if f'id="{name}"' not in SPRITE} == set()


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=named)
def test_styles_and_scripts_ask_no_other_server(path):
    assert re.search(r"(?:url\(|@import|fetch\(|from )\s*[\"']?(?:https?:)?//", path.read_text()) is None


def test_colours_are_numbers_only_in_the_tokens():
    """Paper is black on white; a code to scan is dark on light in every theme; all else asks a token."""
    allowed = {"tokens.css", "print.css"}
    loose = {
        (path.name, colour)
        for path in STYLES
        if path.name not in allowed
        for colour in re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s,)])", path.read_text())
    }

    assert loose == {("panels.css", "#fff")}


def test_every_style_sheet_is_linked():
    linked = (ROOT / "templates" / "_styles.html").read_text()

    assert [path.name for path in STYLES if f"css/{path.name}" not in linked] == []


def test_every_page_has_its_own_title():
    pages = [path for path in TEMPLATES if '{% extends "base.html" %}' in path.read_text()]

    assert [named(path) for path in pages if "{% block title %}" not in path.read_text()] == []


INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
BY_NAME = {str(path).partition("templates/")[2]: path.read_text() for path in TEMPLATES}


def sends(name, seen=frozenset()):
    """Has a template, or one within it, a form that is sent?"""
    text = BY_NAME.get(name, "")
    inside = {each for each, _ in INCLUDED.findall(text)} - seen - {name}
    return "{% csrf_token %}" in text or any(sends(each, seen | {name}) for each in inside)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_form_in_a_template_of_its_own_keeps_its_token(path):
    """What is included with “only” knows nothing of the page but what it is told: the token as well."""
    for name, words in INCLUDED.findall(path.read_text()):
        if re.search(r"\bonly\b", words) and "csrf_token=csrf_token" not in words:
            assert not sends(name), f"{named(path)}: the form in {name} can’t be sent"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_form_that_is_sent_has_a_token(path):
    forms = re.findall(r'<form\b[^>]*method="post".*?</form>', path.read_text(), re.DOTALL)

    assert all("csrf_token" in form for form in forms)
