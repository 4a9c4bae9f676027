"""The one command that starts a whole desk: what it chooses, and what it says when it can't."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from argparse import ArgumentTypeError
from contextlib import nullcontext
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config import broker, serve, tables
from tests.house.modules import FLOORS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.walk  # it brings its own database along


def test_the_next_free_port_is_taken(monkeypatch):
    monkeypatch.setattr(broker, "is_free", lambda port: port >= 8002)

    assert serve.choose_port(None) == 8002


def test_a_port_that_was_asked_for_is_not_swapped_for_another(monkeypatch):
    monkeypatch.setattr(broker, "is_free", lambda port: False)

    with pytest.raises(CommandError, match=r"Port 8055 is used by another program. Choose another: --port 8056"):
        serve.choose_port(8055)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "web", ""])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="is not a port"):
        serve.port_number(text)


def test_a_second_desk_on_the_same_data_is_told_where_the_first_is(tmp_path):
    lock = tmp_path / "serve.lock"

    with (
        serve.only_one(lock, "http://127.0.0.1:8000"),
        pytest.raises(CommandError, match=r"running already, at http://127.0.0.1:8000\."),
        serve.only_one(lock, "http://127.0.0.1:8001"),
    ):
        pass


def test_a_desk_that_ended_leaves_the_way_free(tmp_path):
    for address in ("http://127.0.0.1:8000", "http://127.0.0.1:8001"):
        with serve.only_one(tmp_path / "serve.lock", address):
            pass

    assert (tmp_path / "serve.lock").read_text() == "http://127.0.0.1:8001"


def test_a_folder_that_cannot_be_written_is_named(settings, tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    settings.VAR_DIR = tmp_path / "var"

    with pytest.raises(CommandError, match=f"can't write to {tmp_path}"):
        serve.make_folders()


def test_without_a_broker_one_process_walks_the_timetable():
    [(name, command)] = serve.sweepers(None)

    assert name == "sweeps"
    assert command[1:3] == ["manage.py", "run_sweeps"]


def test_with_a_broker_there_are_a_worker_and_a_beat():
    assert [name for name, _ in serve.sweepers("redis://127.0.0.1:1/0")] == ["worker", "beat"]


def test_log_ins_stand_beneath_each_other():
    assert serve.columns([("a", "bcd"), ("ef", "g")]) == [["a ", "bcd"], ["ef", "g  "]]


@pytest.mark.django_db
def test_preparing_a_database_that_is_ready_says_nothing(settings):
    settings.DEMO = False
    out = StringIO()

    call_command("prepare", stdout=out)

    assert out.getvalue() == ""


def test_every_migration_is_known_by_its_file(settings):
    settings.MIGRATION_MODULES = {}  # else tests have none
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations

    assert set(tables.migrations()) == set(known)


@pytest.mark.django_db
def test_tables_that_nobody_made_are_to_be_prepared():
    assert not tables.are_as_they_should_be()  # tests make theirs without migrations


@pytest.mark.django_db
@pytest.mark.parametrize(("left_out", "as_they_should_be"), [(0, True), (1, False)])
def test_one_migration_missing_is_enough_to_prepare(settings, left_out, as_they_should_be):
    settings.DEMO = False
    made = sorted(tables.migrations())[left_out:]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations (app varchar(255), name varchar(255))")
        cursor.executemany("INSERT INTO django_migrations VALUES (%s, %s)", made)

    assert tables.are_as_they_should_be() is as_they_should_be


def test_serve_is_a_command():
    with pytest.raises(CommandError, match="is not a port"):
        call_command("serve", "--port", "0")


APPS = (
    *FLOORS[:-1],  # all but config, which stands by itself
    *("locale", "static", "templates"),
)
HOST = "desk.example.org"


@pytest.fixture
def small_school(tmp_path):
    """The desk of one small school, as docs/operating.md starts it, in a folder of its own: its port, once it is up."""
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    for name in APPS:
        (tmp_path / name).symlink_to(ROOT / name)
    told = {"SECRET_KEY": "x" * 64, "ALLOWED_HOSTS": HOST, "BASE_URL": f"https://{HOST}", "PROXIES": "1"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | told
    port = broker.free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    said = tmp_path / "said.txt"
    with said.open("w") as out:
        desk = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 150
    while "Ctrl-C stops it" not in said.read_text() and desk.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
    yield SimpleNamespace(port=port, said=said)
    desk.terminate()
    desk.wait(20)


def test_one_small_school_starts_without_the_demo_under_its_own_name(small_school):
    assert f"The service desk is at https://{HOST}" in small_school.said.read_text()
    connection = HTTPConnection("127.0.0.1", small_school.port, timeout=20)

    connection.request("GET", "/accounts/login/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    page = connection.getresponse()
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page.read().decode())
    connection.request("GET", sheet.group(1), headers={"Host": HOST, "X-Forwarded-Proto": "https"})

    assert page.status == 200
    assert connection.getresponse().status == 200


@pytest.mark.parametrize(
    ("allowed", "name"), [(["desk.example.org"], "desk.example.org"), ([".example.org"], "example.org"), (["*"], None)]
)
def test_the_desk_asks_itself_by_a_name_it_answers_to(settings, monkeypatch, allowed, name):
    asked = []
    monkeypatch.setattr(urllib.request, "urlopen", lambda question, timeout: asked.append(question) or nullcontext(OK))
    settings.ALLOWED_HOSTS = allowed

    assert serve.answers("http://127.0.0.1:8000/healthz")
    assert asked[0].get_header("Host") == name


OK = SimpleNamespace(status=200)
