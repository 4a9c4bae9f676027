"""Grouping by words where the truth is known: how many pairs put together belong together, how many that do are."""

import numpy as np

from problems.trends.words import tokens
from problems.trends.words.groups import Groups
from tests.load.detectors import texts

PRECISE, COMPLETE = 0.95, 0.90
LOGS = ("job alerts", "few job alerts", "people’s reports", "alerts, reports and letters mixed")
WANTED = {f"{log}: precise": PRECISE for log in LOGS} | {f"{log}: complete": COMPLETE for log in LOGS}


def measure(seed: int = 5) -> dict[str, float]:
    """Name of figure → share between 0 and 1."""
    rng = np.random.default_rng(seed)
    parts = [texts.alerts(rng, 1500), texts.complaints(rng, 1000), texts.chatter(rng, 2500)]
    logs = texts.alerts(rng, 3000), texts.alerts(rng, 150), texts.complaints(rng, 1500), texts.mixed(rng, parts)
    figures = {}
    for name, log in zip(LOGS, logs, strict=True):
        precise, complete = texts.agreement(log, grouped)
        figures |= {f"{name}: precise": precise, f"{name}: complete": complete}
    return figures


def grouped(said: list[str]) -> list[object]:
    """The group of each text, fed in this order."""
    groups = Groups()
    for number, text in enumerate(said):
        groups.add(number, *tokens.read(text))
    groups.settle()
    keys: list[object] = [("alone", number) for number in range(len(said))]
    for key in groups.members:
        for number in groups.tickets(key):
            keys[number] = key
    return keys
