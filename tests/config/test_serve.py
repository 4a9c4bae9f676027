"""The one command that starts a whole desk: what it chooses, and what it says when it can't."""

from argparse import ArgumentTypeError
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config import broker
from config.management.commands import serve


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
        serve.Command(stdout=StringIO()).make_folders()


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

    serve.Command(stdout=out).prepare_database()

    assert out.getvalue() == ""


def test_serve_is_a_command():
    with pytest.raises(CommandError, match="is not a port"):
        call_command("serve", "--port", "0")
