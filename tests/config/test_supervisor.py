"""The processes of a desk: what dies is started again, what is stopped stops, and nothing outlives its supervisor."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import broker
from config.supervisor import Child, Supervisor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are ended differently on Windows")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 10


def child(tmp_path, code, name="bell", **more):
    return Child(name, [sys.executable, "-c", code], tmp_path / f"{name}.log", **more)


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    supervisor = Supervisor(dict(os.environ), say=said.append)
    yield supervisor
    supervisor.stop()


def until(happened):
    deadline = time.monotonic() + PATIENCE
    while not (answer := happened()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
    return answer


def is_alive(pid):
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_child_that_dies_is_announced_and_started_again(tmp_path, supervisor, said):
    bell = child(tmp_path, "import time; time.sleep(60)")
    supervisor.start(bell)
    first = bell.process
    first.kill()
    first.wait()

    supervisor.look()
    assert "The bell was ended by signal 9. Starting it again in 1 s." in said[0]
    bell.due = 0.001  # the second has passed
    supervisor.look()

    assert bell.running
    assert bell.process.pid != first.pid


def test_each_failure_makes_the_next_wait_longer(tmp_path, supervisor, said):
    bell = child(tmp_path, "raise SystemExit(3)")
    supervisor.start(bell)
    for _ in range(7):
        bell.process.wait()
        supervisor.look()
        bell.due = 0.001
        supervisor.look()

    waits = [int(line.partition(" again in ")[2].split()[0]) for line in said if "exit code 3" in line]
    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_trouble_in_a_log_is_shown_and_chatter_is_not(tmp_path, supervisor, said):
    bell = child(tmp_path, "print('2026 [info     ] rung'); print('2026 [error    ] rope broke', flush=True); input()")
    supervisor.start(bell)
    until(lambda: "rope" in bell.log.read_text())

    supervisor.look()

    assert said[0] == "bell: 2026 [error    ] rope broke"


def test_a_child_that_ignores_the_request_is_ended(tmp_path, supervisor, monkeypatch):
    monkeypatch.setattr("config.supervisor.GRACE", 0.2)
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    deaf = child(tmp_path, code)
    supervisor.start(deaf)
    until(lambda: "up" in deaf.log.read_text())

    supervisor.stop()

    assert not deaf.running


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's")
def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path):
    code = f"""
import os, sys, time
from pathlib import Path
from config.supervisor import Child, Supervisor
supervisor = Supervisor(dict(os.environ), say=print)
ring = [sys.executable, "-c", "import time; time.sleep(60)"]
supervisor.start(Child("bell", ring, Path({str(tmp_path)!r}) / "bell.log"))
print(supervisor.children[0].process.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    bell = int(parent.stdout.readline())
    assert is_alive(bell)

    parent.send_signal(signal.SIGKILL)
    parent.communicate()

    until(lambda: not is_alive(bell))


def test_the_password_of_the_broker_is_not_in_its_command_line(tmp_path):
    server = broker.embedded(tmp_path)

    assert server.command[1:] == ["-"]
    assert server.url.partition("@")[0].removeprefix("redis://:") in server.first_words


def test_a_port_in_use_is_noticed():
    with broker.socket.socket() as listener:
        listener.bind((broker.LOOPBACK, 0))
        listener.listen()

        assert not broker.is_free(listener.getsockname()[1])
