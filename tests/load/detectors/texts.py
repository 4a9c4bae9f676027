"""Texts whose truth is known: alerts of machines with varying dates and job names, reports of people, both mixed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

Text = tuple[str, object]  # what is said, and what it is truly about; None: about something of its own
START = datetime(2025, 9, 1)
DATES = ("%m/%d/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ", "%d %b %Y at %H:%M")
FORMS = (
    "job {job} failed in job_scheduler at: {when}",
    "received from: monitoring@school.example\n\nALERT: {job} abended with code {code} on {when}, run id {run}",
    "[{when}] {host}: backup {job} did not finish after {minutes} minutes ({size} GB)",
    "{job}: Verarbeitung abgebrochen am {when}, Vorgang {run}",
)
WORDS = ("nightly", "weekly", "sales", "payroll", "stock", "library", "meals", "backup", "export", "roster", "marks")
COMPLAINTS = (
    "the projector in the hall shows no picture",
    "cannot print to the staff room copier",
    "outlook keeps asking for my password",
    "no sound on the interactive screen",
    "keyboard types the wrong letters",
    "wifi drops during every lesson",
    "excel closes when saving a large file",
    "need access to the shared finance folder",
    "password expired and cannot be changed",
    "laptop battery only lasts ten minutes",
    "der Drucker im Lehrerzimmer druckt nur leere Seiten",
    "l’imprimante du secrétariat est toujours hors ligne",
    "visualiser picture is upside down",
    "registers will not load this morning",
)
POLITE = ("", "", "Hi, ", "Hello team, ", "Please help: ", "Good morning all, ")
THANKS = ("", "", ". Thanks", ", please help", ". Kind regards", ", thank you very much")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def alerts(rng: np.random.Generator, count: int) -> list[Text]:
    """Alerts of some hundred jobs, some of which fail far more often; true to form and job."""
    names = [[_job(rng, form) for _ in range(25)] for form in range(len(FORMS))]
    often = rng.gamma(0.7, 1, (len(FORMS), 25)) + 0.05
    made = []
    for _ in range(count):
        form = int(rng.integers(len(FORMS)))
        job = int(rng.choice(25, p=often[form] / often[form].sum()))
        when = START + timedelta(minutes=int(rng.integers(300 * 1440)))
        facts = {
            "code": int(rng.integers(1, 250)),
            "run": int(rng.integers(10**5, 10**7)),
            "host": f"srv-{form}{job % 4}",
        }
        facts |= {"minutes": int(rng.integers(5, 300)), "size": round(float(rng.random() * 90), 1)}
        text = FORMS[form].format(job=names[form][job], when=when.strftime(DATES[form]), **facts)
        made.append((text, ("job", form, job)))
    return made


def _job(rng, form: int) -> str:
    """Names as different desks give them."""
    number, one, other = int(rng.integers(10, 9999)), *rng.choice(WORDS, 2, replace=False)
    return (f"Job_{number}", f"{one.upper()}-{number}", f"{one}_{other}_{number % 90}", f"X{number}{other[:2]}")[form]


def complaints(rng: np.random.Generator, count: int) -> list[Text]:
    """What people write about a dozen matters, politely, in another order, with slips; true to the matter."""
    made = []
    for _ in range(count):
        matter = int(rng.integers(len(COMPLAINTS)))
        words = COMPLAINTS[matter].split()
        if rng.random() < 0.3:
            cut = int(rng.integers(1, len(words)))
            words = words[cut:] + words[:cut]
        words = [_slip(rng, word) if rng.random() < 0.04 else word for word in words]
        made.append((str(rng.choice(POLITE)) + " ".join(words) + str(rng.choice(THANKS)), ("matter", matter)))
    return made


def _slip(rng, word: str) -> str:
    if len(word) < 6:
        return word
    place = int(rng.integers(1, len(word) - 2))
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return (swapped, word[:place] + word[place + 1 :])[int(rng.integers(2))]


def chatter(rng: np.random.Generator, count: int) -> list[Text]:
    """Letters about something of their own each, with the same greetings and headers."""
    vocabulary = ["".join(rng.choice(list(LETTERS), int(rng.integers(4, 9)))) for _ in range(1500)]
    often = 1 / np.arange(5, len(vocabulary) + 5)
    made = []
    for n in range(count):
        words = rng.choice(vocabulary, int(rng.integers(5, 12)), p=often / often.sum())
        header = f"received from: person{n % 40}@school.example\n\n" if n % 3 else ""
        made.append((f"{header}{rng.choice(POLITE)}{' '.join(words)}{rng.choice(THANKS)}", None))
    return made


def mixed(rng: np.random.Generator, parts: list[list[Text]]) -> list[Text]:
    """Shuffled together."""
    together = [text for part in parts for text in part]
    return [together[place] for place in rng.permutation(len(together))]


def agreement(texts: list[Text], group: Callable[[list[str]], list[object]]) -> tuple[float, float]:
    """(precision, completeness): of pairs put together, those truly alike; of pairs truly alike, those put together."""
    truth = [true if true is not None else ("own", n) for n, (_, true) in enumerate(texts)]
    found = group([text for text, _ in texts])
    both = _pairs(list(zip(truth, found, strict=True)))
    return both / max(_pairs(found), 1), both / max(_pairs(truth), 1)


def _pairs(labels: list[object]) -> int:
    counts: dict[object, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())
