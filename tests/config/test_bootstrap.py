"""The way from a clone to a desk: what is missing is said in a sentence."""

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    return module


def test_an_old_python_is_told_what_is_needed(bootstrap, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)

    with pytest.raises(bootstrap.Trouble, match=r"Python 3.11 or newer is needed; this is 3.9"):
        bootstrap.main(["run"])


def test_an_old_python_hands_over_to_a_newer_one(bootstrap, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: "/bin/" + name if name == "python3.12" else None)
    handed = []
    monkeypatch.setattr(bootstrap.os, "execv", lambda path, arguments: handed.append(path))

    with pytest.raises(bootstrap.Trouble):  # only since the stand-in for execv returns
        bootstrap.main(["run"])

    assert handed == ["/bin/python3.12"]


def test_no_right_to_write_is_said(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "no-such-python")
    monkeypatch.setattr(bootstrap.os, "access", lambda path, mode: False)

    with pytest.raises(bootstrap.Trouble, match="No right to write to"):
        bootstrap.make_environment()


def test_a_python_without_pip_is_told_which_package_brings_it(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)

    with pytest.raises(bootstrap.Trouble, match="apt-get install python3-venv"):
        bootstrap.get_debian_venv()


def test_what_is_installed_is_not_installed_again(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    for lock in (bootstrap.RUNTIME, bootstrap.DEVELOPMENT):
        bootstrap.stamp(lock).write_text(bootstrap.digest(lock))
    monkeypatch.setattr(bootstrap, "fetch", lambda lock: pytest.fail("it was all there"))

    bootstrap.install(bootstrap.DEVELOPMENT)


def test_a_changed_lock_is_installed(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    bootstrap.stamp(bootstrap.RUNTIME).write_text("as it was last month")
    fetched = []
    monkeypatch.setattr(bootstrap, "fetch", fetched.append)

    bootstrap.install(bootstrap.RUNTIME)

    assert fetched == [bootstrap.RUNTIME]
    assert bootstrap.is_installed(bootstrap.RUNTIME)


def test_every_lock_entry_has_its_hash_and_none_names_a_host():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert all(line.endswith("\\") for line in text.splitlines() if line[0].isalnum()), "an entry without a hash"


@pytest.mark.parametrize(
    ("arguments", "on_all_cores"),
    [([], True), (["-m", "not browser"], True), (["tests/sla"], False), (["tests/sla/test_clocks.py::test_x"], False)],
)
def test_the_suite_runs_on_all_cores_also_when_some_of_it_is_left_out(bootstrap, monkeypatch, arguments, on_all_cores):
    begun = []
    monkeypatch.setattr(bootstrap, "install", lambda lock: None)
    monkeypatch.setattr(bootstrap, "become", begun.extend)

    bootstrap.command_test(arguments)

    assert ("-n" in begun) == on_all_cores
    assert begun[len(begun) - len(arguments) :] == arguments


def test_the_lock_names_every_library_the_others_need():
    """Pip is told to work nothing out for itself, so what the lock left out would be missing on a fresh machine."""
    locked = [
        Requirement(line.rstrip(" \\"))
        for line in (ROOT / "requirements-dev.lock").read_text().splitlines()
        if line[:1] not in (" ", "#", "")
    ]
    here = {canonicalize_name(each.name) for each in locked if not each.marker or each.marker.evaluate()}

    missing = {
        f"{name} needs {need.name}"
        for name in here
        for need in map(Requirement, importlib.metadata.requires(name) or [])
        if (not need.marker or need.marker.evaluate({"extra": ""})) and canonicalize_name(need.name) not in here
    }

    assert len(here) > 100
    assert not missing
