"""What every test starts from: an empty cache, and a real browser for those that ask for one."""

import gc
import os
import shutil
import subprocess
import uuid
from contextlib import contextmanager
from datetime import date
from unittest.mock import NonCallableMock, patch
from zlib import crc32

import pytest
from django.core.cache import caches
from django.db import transaction
from playwright.sync_api import sync_playwright

pytest.register_assert_rewrite("tests.house.faces")  # so that a face that differs says in what

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
# A test's browser talks to the test's server and to nobody else.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
]


# Folders of pages, files and endpoints.
FACES = {"api", "ticket", "requester", "pack", "papers", "service_report", "dashboards"}
# Of so many parts of the rights, and of the odd input, one is walked; of so many files one runs `here`, all others
# where another database has them. One of everything, here, is everything.
RIGHTS_TURNS, ODD_TURNS, FILE_TURNS = (
    int(os.environ.get(name, "1")) for name in ("RIGHTS_TURNS", "ODD_TURNS", "FILE_TURNS")
)
HERE = os.environ.get("FILES_OF_THE_DAY", "here") == "here"


def pytest_collection_modifyitems(config, items):
    """What a page or an endpoint shows is the same on every database; the moves and questions below them may not be.

    `.ci/run` has a quarter of an hour: each file has its day on PostgreSQL and is on SQLite otherwise, so that every
    test runs each time; of the long walks a part does. They come first, so that no process is left with one at the end.
    """
    for item in items:
        name = item.path.stem
        if name.endswith(("pages", "api")) or FACES & set(item.path.parts):
            item.add_marker(pytest.mark.face)
    left_out = {item for item in items if not has_its_turn(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
    items[:] = sorted(
        (item for item in items if item not in left_out), key=lambda item: item.get_closest_marker("walk") is None
    )


def has_its_turn(item):
    """Is it this one's day, here? What is the same on both is asked every day, and that every address is classified."""
    if item.get_closest_marker("walk"):
        is_rights = item.path.stem == "test_rights_matrix"
        return item.name.endswith("_is_classified") or turn(item.nodeid, RIGHTS_TURNS if is_rights else ODD_TURNS)
    if FILE_TURNS == 1 or any(map(item.get_closest_marker, ("face", "pure", "browser"))):
        return True
    return turn(item.nodeid.partition("::")[0], FILE_TURNS) is HERE


def turn(name, turns):
    """Of `turns` days one is a name's own."""
    return crc32(name.encode()) % turns == date.today().toordinal() % turns


def pytest_collection_finish():
    """What is loaded by now stays until the end: nobody need look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def emptied_tables_stay_empty():
    """After a test with transactions Django would write a row for each right to each table, which nobody here reads."""
    with patch("django.core.management.commands.flush.emit_post_migrate_signal"):
        yield


@pytest.fixture(scope="module")
def stays(django_db_setup, django_db_blocker):
    """What a fixture of a module makes stays for all its tests, each of which is undone by itself; then it goes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def empty_cache(request):
    """A prefix of its own: nothing another test counted (failed sign-ins, say) is found. What is pure may not ask."""
    if request.node.get_closest_marker("pure"):
        assert not {"db", "transactional_db"} & set(request.fixturenames), "A pure test asks no database."
        with untouched():
            yield
    else:
        caches["default"].key_prefix = f"test-{uuid.uuid4().hex}"
        yield


@contextmanager
def untouched():
    """Neither the cache nor another program is asked meanwhile; pytest-django keeps the database shut."""
    kept, caches["default"] = caches["default"], NonCallableMock(spec=[])
    try:
        with patch.object(subprocess.Popen, "__init__", side_effect=AssertionError("A pure test starts no program.")):
            yield
    finally:
        caches["default"] = kept


@pytest.fixture(scope="session")
def chromium():
    """Where the browser is. Without one its tests are skipped, on a machine that must have one they fail."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("No Chromium on this machine, and REQUIRE_BROWSER says that there must be one.")
    if path is None:
        pytest.skip("needs Chromium: install the package `chromium` (Debian) or put Chrome on the PATH")
    return path


@pytest.fixture(scope="session")
def browser(chromium):
    """One browser for the run; each test takes a fresh context from it."""
    arguments = QUIET + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    # Playwright's own loop runs in this thread, and Django would take each query for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()
