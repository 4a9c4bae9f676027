#!/usr/bin/env python3
"""From a fresh clone to a running desk, with nothing but Python: `python3 bootstrap.py run` (or test, lint, bench).

Standard library only, and written so that an old Python can still read it and say what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
LOCKS = {RUNTIME: [RUNTIME], DEVELOPMENT: [DEVELOPMENT, RUNTIME]}  # the second holds all of the first


ON_ALL_CORES = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadgroup"]
LINTERS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["lint-imports", "--no-cache"],
    ["djlint", "--lint", "--quiet", "templates"],
    ["mypy", "."],
]


class Trouble(Exception):
    """Something the person at the keyboard can put right; the message says how."""


# Steps --------------------------------------------------------------------------------------------------------------


def install(lock):
    """Make `.venv` hold what the lock file names; nothing to do when it already does."""
    if PYTHON.exists() and all(is_installed(each) for each in LOCKS[lock]):
        return
    make_environment()
    fetch(lock)
    for each in LOCKS[lock]:
        stamp(each).write_text(digest(each))


def is_installed(lock):
    return stamp(lock).exists() and stamp(lock).read_text() == digest(lock)


def make_environment():
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", ""], stderr=subprocess.DEVNULL) == 0:
        return
    if not os.access(str(ROOT), os.W_OK):
        raise Trouble(f"No right to write to {ROOT}. Use a folder of your own, or ask for that right.")
    say("Making a place for the libraries: .venv")
    if VENV.exists():
        shutil.rmtree(str(VENV))  # its Python is gone or was replaced by another version
    if not can_import("ensurepip") and not can_import("pip"):
        get_debian_venv()
    arguments = [] if can_import("ensurepip") else ["--without-pip"]
    run([sys.executable, "-m", "venv", *arguments, str(VENV)], "Python could not make a virtual environment in .venv.")


def get_debian_venv():
    """Debian and Ubuntu ship Python without the part that makes environments."""
    ask = "Python here lacks pip and venv. On Debian or Ubuntu: sudo apt-get install python3-venv. Then try again."
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        raise Trouble(ask)
    say("Installing Debian's package python3-venv")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "env": environment}
    subprocess.call(["apt-get", "update", "-qq"], **quiet)
    if subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"], **quiet):
        raise Trouble(ask)


def fetch(lock):
    """Install what a lock names, counting the packages, since this takes from half a minute to a few.

    The lock names every library that is needed, so nothing is worked out here (--no-deps): left to do so, pip may look
    at a release newer than the lock's for a library asked for with an extra, and stop, since that one has no hash.
    """
    wanted = sum(1 for line in lock.read_text().splitlines() if line and line[0] not in " #")
    say(f"Installing {wanted} libraries named in {lock.name}")
    command = [*installer(), "--no-deps", "--require-hashes", "-r", str(lock)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    said = []
    started = time.time()
    for line in process.stdout:
        said.append(line)
        show_progress(line, said, wanted)
    if process.wait():
        clear_line()
        raise Trouble("The libraries could not be installed. What was said:\n  " + "  ".join(said[-8:]))
    clear_line()
    say(f"Installed in {time.time() - started:.0f} seconds")


def installer():
    """uv where it is on the PATH, which takes seconds; else pip. What is used is compiled when it is first used."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip"] if has_pip(PYTHON) else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return [*pip, "install", "--disable-pip-version-check", "--no-input", "--no-compile"]


def show_progress(line, said, wanted):
    if line.startswith("Installing collected"):
        step = "unpacking (the longest step, up to a minute)"
    else:
        step = f"fetched {sum(each.startswith('Collecting ') for each in said)} of {wanted}"
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {step}   ")
        sys.stdout.flush()
    elif line.startswith("Installing collected") or (line.startswith("Collecting ") and step.split()[1][-1] == "0"):
        say("  " + step)


# Commands -----------------------------------------------------------------------------------------------------------


def command_run(arguments):
    """The desk with the demo school: web server, broker, worker and timetable together."""
    install(RUNTIME)
    os.environ.setdefault("DEMO", "1")
    become([str(PYTHON), "manage.py", "serve", *arguments])


def command_test(arguments):
    """The whole suite on all cores, or the tests named."""
    install(DEVELOPMENT)
    named = any((ROOT / word.split("::")[0]).exists() for word in arguments)
    become([str(PYTHON), "-m", "pytest"] + ([] if named else ON_ALL_CORES) + arguments)


def command_lint(arguments):
    """Style, types, import rules and templates: all complaints at once."""
    install(DEVELOPMENT)
    tools = VENV / ("Scripts" if WINDOWS else "bin")
    complained = []
    for words, process in [(words, start([str(tools / words[0]), *words[1:]])) for words in LINTERS]:
        said, _ = process.communicate()
        say("$ " + " ".join(words) + "\n" + said.rstrip())
        if process.returncode:
            complained.append(" ".join(words))
    if complained:
        raise Trouble("Something to put right, said by: " + ", ".join(complained))


def command_bench(arguments):
    """The benchmarks: figures, not pass or fail."""
    install(DEVELOPMENT)
    become([str(PYTHON), "-m", "tests.load", *arguments])


def command_measure(arguments):
    """How good the finders of trends are, on years with a known truth: figure, wanted, reached."""
    install(DEVELOPMENT)
    become([str(PYTHON), "-m", "tests.load.detectors", *arguments])


def command_lock(arguments):
    """Write both lock files anew from pyproject.toml; they name no host, so that any mirror serves."""
    install(DEVELOPMENT)
    compile_ = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version=3.11", "--generate-hashes"]
    quiet = ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *arguments]
    if not shutil.which("uv"):
        raise Trouble("Locking needs uv: pip install uv. Then try again.")
    run(compile_ + quiet + ["-o", str(RUNTIME)], "uv could not lock the libraries.")
    run(compile_ + quiet + ["--group", "dev", "-o", str(DEVELOPMENT)], "uv could not lock the tools.")


def command_install(arguments):
    """Only the libraries: what the desk needs, or everything for its tests with --dev."""
    install(DEVELOPMENT if "--dev" in arguments else RUNTIME)


COMMANDS = {
    "run": command_run,
    "test": command_test,
    "lint": command_lint,
    "bench": command_bench,
    "measure": command_measure,
    "lock": command_lock,
    "install": command_install,
}


# Tools --------------------------------------------------------------------------------------------------------------


def say(text):
    print(text, flush=True)


def clear_line():
    if sys.stdout.isatty():
        sys.stdout.write("\r" + " " * 60 + "\r")


def digest(lock):
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def stamp(lock):
    return VENV / (".installed-" + lock.name)


def can_import(module):
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.call([sys.executable, "-c", "import " + module], **silent) == 0


def has_pip(python):
    return subprocess.call([str(python), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def run(command, sorry):
    if subprocess.call(command, cwd=str(ROOT)):
        raise Trouble(sorry)


def start(command):
    """Begin, and go on meanwhile; what it says is kept."""
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "universal_newlines": True}
    return subprocess.Popen(command, cwd=str(ROOT), **kept)


def become(command):
    """Hand over: from here on the command is this process, so that Ctrl-C and signals reach it alone."""
    os.chdir(str(ROOT))
    if WINDOWS:
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def use_new_enough_python():
    """Go on with a newer Python when this one is too old and another is at hand."""
    if sys.version_info >= NEEDED:
        return
    for minor in range(19, NEEDED[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    found = "{}.{}".format(*sys.version_info)
    raise Trouble(f"Python 3.11 or newer is needed; this is {found}. Install it, then: python3.11 bootstrap.py ...")


def main(arguments):
    use_new_enough_python()
    if not arguments or arguments[0] not in COMMANDS:
        names = "\n".join(f"  {name:<8} {command.__doc__}" for name, command in COMMANDS.items())
        raise Trouble("Say what to do: python3 bootstrap.py COMMAND\n" + names)
    COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except Trouble as trouble:
        sys.exit(str(trouble))
    except PermissionError as error:
        sys.exit(f"No right to write to {error.filename}. Use a folder of your own, or ask for that right.")
    except OSError as error:
        sys.exit(f"That didn't work: {error}. Free some space or check the disk, then try again.")
