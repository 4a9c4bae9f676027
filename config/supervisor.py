"""Keeps the processes of a desk on one machine going together, and lets none of them outlive it."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h: "send me this signal when my parent dies"
CALM = 60  # seconds after which a child counts as healthy again
LONGEST_WAIT = 30  # seconds between two tries to start a child that keeps ending
GRACE = 4  # seconds that children have to finish what they are doing
TROUBLE = re.compile(r"error\s*\]|\[critical|\"level\": \"(error|critical)\"|\[ERROR\]|\[CRITICAL\]", re.IGNORECASE)

Say = Callable[[str], None]


class Stop(Exception):
    """Ctrl-C, or a polite request from the system."""


@dataclass
class Child:
    """One process of the desk: what starts it, where it writes, and how it is told that its supervisor died."""

    name: str
    command: list[str]
    log: Path
    farewell: int = signal.SIGTERM
    first_words: str = ""  # given on standard input, so that secrets don't show in the list of processes
    process: subprocess.Popen | None = None
    started: float = 0
    failures: int = 0
    due: float = 0
    read: int = field(default=0, repr=False)

    def start(self, env: dict[str, str]) -> None:
        """Begin in a session of its own: Ctrl-C then reaches the supervisor alone, who ends the others in order."""
        self._make_room()
        with self.log.open("ab") as out:
            self.read = out.tell()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
                preexec_fn=_tie_to_parent(self.farewell),
            )
        self._greet()
        self.started = time.monotonic()

    def _greet(self) -> None:
        assert self.process and self.process.stdin
        try:
            self.process.stdin.write(self.first_words.encode())
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it ended at once; the watch sees that

    def _make_room(self) -> None:
        """A log begins anew at five megabytes; the one before is kept."""
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.old"))

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        if self.process and self.running:
            self.process.terminate()

    def end(self) -> None:
        """With whatever it started itself."""
        if not self.process or not self.running:
            return
        if hasattr(os, "killpg"):
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def news(self) -> list[str]:
        """Lines of trouble written since the last look."""
        if not self.log.exists() or self.log.stat().st_size <= self.read:
            return []
        with self.log.open("rb") as log:
            log.seek(self.read)
            lines = log.read().decode(errors="replace").splitlines()
            self.read = log.tell()
        return [line for line in lines if TROUBLE.search(line[:200])]

    def last_words(self, count: int = 8) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Supervisor:
    """Starts children in order, starts again what dies, stops them all."""

    def __init__(self, env: dict[str, str], say: Say) -> None:
        self.env = env
        self.say = say
        self.children: list[Child] = []

    def start(self, child: Child) -> None:
        self.children.append(child)
        child.start(self.env)

    def watch(self, pause: float = 0.2) -> None:
        """Until someone says stop."""
        while True:
            self.look()
            time.sleep(pause)

    def look(self) -> None:
        now = time.monotonic()
        for child in self.children:
            for line in child.news():
                self.say(f"{child.name}: {line}")
            if not child.running:
                self._bring_back(child, now)
            elif now - child.started > CALM:
                child.failures = 0

    def _bring_back(self, child: Child, now: float) -> None:
        if not child.due:
            wait = min(LONGEST_WAIT, 2**child.failures)
            child.due, child.failures = now + wait, child.failures + 1
            self.say(f"The {child.name} {_how(child)}. Starting it again in {wait} s. Its log: {child.log}")
        elif now >= child.due:
            child.due = 0
            child.start(self.env)

    def stop(self) -> None:
        """First those that use the others, all at once; the one everybody needs, started first, last."""
        deadline = time.monotonic() + GRACE
        for group in (self.children[1:], self.children[:1]):
            for child in group:
                child.ask_to_end()
            while any(child.running for child in group) and time.monotonic() < deadline:
                time.sleep(0.02)
        for child in self.children:
            child.end()


def _how(child: Child) -> str:
    assert child.process
    code = child.process.returncode
    return f"was ended by signal {-code}" if code < 0 else f"stopped (exit code {code})"


def _tie_to_parent(farewell: int) -> Callable[[], None] | None:
    """On Linux the kernel itself tells a child that its parent is gone, even after kill -9."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork: afterwards only the call itself is safe
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


def stop_on_signals() -> None:
    """Ctrl-C, `kill`, and a closed terminal all mean: stop everything. A second one changes nothing."""

    def stop(number: int, frame: object) -> None:
        for each in _stopping():
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    for each in _stopping():
        signal.signal(each, stop)


def _stopping() -> list[signal.Signals]:
    return [signal.SIGINT, signal.SIGTERM] + ([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])
