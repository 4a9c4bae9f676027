"""What the documents say is there: their links and pictures, the settings, the answers of the API."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FOLDER = re.compile(r"`((?:[\w-]+/)+)`")
SETTING = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)\"""")
NO_DOCUMENTS = {".venv", "node_modules", "var", ".pytest_cache"}


def documents():
    """Every document of the project, as a path from its root."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(path for path in found if not NO_DOCUMENTS & set(path.parts))


@pytest.mark.parametrize("document", documents(), ids=str)
def test_every_link_and_picture_leads_to_a_file(document):
    targets = [link.split("#")[0] for link in LINK.findall((ROOT / document).read_text())]
    ours = [target for target in targets if target and not re.match(r"[a-z]+:", target)]

    assert [target for target in ours if not ((ROOT / document).parent / target).exists()] == []


def test_the_folders_that_the_readme_names_are_there():
    named = FOLDER.findall((ROOT / "README.md").read_text())

    assert named
    assert [folder for folder in named if not any((at / folder).is_dir() for at in (ROOT, ROOT / "tests"))] == []


def test_every_setting_is_explained_to_whoever_runs_the_desk():
    settings = set(SETTING.findall((ROOT / "config/settings.py").read_text()))
    explained = (ROOT / "docs/operating.md").read_text()

    assert {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL"} <= settings | {"DATABASE_URL"}
    assert sorted(name for name in settings if f"`{name}`" not in explained) == []


def test_every_answer_of_the_api_that_is_an_error_is_explained():
    explained = (ROOT / "docs/api.md").read_text()
    table = {int(status) for row in re.findall(r"^\| ([\d, ]+) \|", explained, re.M) for status in row.split(",")}

    assert table >= {400, 401, 403, 404, 409, 413, 415, 429, 500, 503}
