"""`make bench`: every benchmark of this folder, one after the other, or those named. Figures, not pass or fail."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names):
    """Each in a process of its own, so that none starts with the other's memory."""
    found = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    unknown = set(names) - set(found)
    if unknown:
        sys.exit(f"No benchmark named {', '.join(sorted(unknown))}. There are: {', '.join(found)}.")
    failed = [name for name in names or found if not run(name)]
    sys.exit(f"Did not finish: {', '.join(failed)}" if failed else 0)


def run(name):
    print(f"\n== {name.replace('_', ' ')}", flush=True)
    return subprocess.call([sys.executable, "-m", f"tests.load.bench_{name}"], cwd=HERE.parents[1]) == 0


if __name__ == "__main__":
    main(sys.argv[1:])
