"""`make measure`: every simulation of this folder, or those named: figure, wanted, reached. Ends with 1 if one isn't.

A simulation is a module with `measure()`, which gives figures by name; `WANTED` says which at least, `SPARED` is the
most that every other figure, a rate of false alarms, may be.
"""

import os
import sys
import time
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

SIMULATIONS = ("spikes", "recurrence", "wording", "bursts", "drift")


def main(names: list[str]) -> int:
    """The table of all; 1 when something is not reached."""
    if unknown := set(names) - set(SIMULATIONS):
        sys.exit(f"No simulation named {', '.join(sorted(unknown))}. There are: {', '.join(SIMULATIONS)}.")
    print(f"{'figure':<72} {'wanted':>9} {'reached':>9}")
    reached = [shown(name) for name in names or SIMULATIONS]
    return int(not all(reached))


def shown(name: str) -> bool:
    """Run one simulation and print its rows; whether all is reached."""
    simulation = import_module(f"tests.load.detectors.{name}")
    began = time.perf_counter()
    reached = True
    for figure, value in simulation.measure().items():
        least = simulation.WANTED.get(figure)
        good = value >= least if least is not None else value <= simulation.SPARED
        wanted = f"≥ {least:g}" if least is not None else f"≤ {simulation.SPARED:g}"
        print(f"{figure:<72} {wanted:>9} {value:>9.4f}{'' if good else '  missed'}", flush=True)
        reached &= good
    print(f"  {name}: {time.perf_counter() - began:.0f} s", flush=True)
    return reached


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
