"""What is asked of things of one sort, and whether an answer fits: no table is read here.

A sort keeps its questions as a list of {"key", "name", "kind", "choices"}; a thing keeps its answers by key. The key is
made once, from the first name, and never changes: a question that is called otherwise keeps its answers.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from math import isfinite
from typing import Any

KINDS = {"text": "Words", "number": "A number", "date": "A date", "choice": "One of a list", "yes_no": "Yes or no"}
MOST_QUESTIONS = 30
MOST_CHOICES = 50
LONGEST_NAME = 100
LONGEST_ANSWER = 300
LARGEST = 10**12
YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Question:
    """One question: the key of its answers, how it reads, and what kind of answer it takes."""

    key: str
    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """As a sort keeps it."""
        return asdict(self) | {"choices": list(self.choices)}

    def answer(self, value: Any) -> Any:
        """What a thing keeps of an answer; None for an empty one. Raises ValueError with a sentence."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return READ[self.kind](self, value)

    def words(self, kept: Any) -> str:
        """A kept answer as a page shows it; one of an earlier kind as it is."""
        if isinstance(kept, bool):
            return "Yes" if kept else "No"
        if self.kind == "date" and isinstance(kept, str) and (day := _day_of(kept)):
            return f"{day.day} {day:%B %Y}"
        return str(kept)

    def fits(self, kept: Any) -> bool:
        """Is a kept answer one that would be taken today?"""
        try:
            return self.answer(kept) == kept
        except ValueError:
            return False


def questions_of(documents: Iterable[Mapping[str, Any]]) -> list[Question]:
    """The questions of a sort, as it keeps them."""
    return [
        Question(asked["key"], asked["name"], asked.get("kind", "text"), tuple(asked.get("choices") or ()))
        for asked in documents
    ]


def ask(wanted: Iterable[Mapping[str, Any]]) -> list[Question]:
    """Questions that somebody wrote, checked, each with a key of its own. Raises ValueError with a sentence."""
    asked: list[Question] = []
    for line in wanted:
        name = _plain(line.get("name", ""))
        if not name or len(name) > LONGEST_NAME:
            raise ValueError(f"A question needs words, at most {LONGEST_NAME} characters.")
        if any(name.casefold() == other.name.casefold() for other in asked):
            raise ValueError(f"“{name}” is asked twice.")
        kind = line.get("kind") or "text"
        if kind not in KINDS:
            raise ValueError(f"“{name}”: choose one of {', '.join(KINDS)} as the kind of answer.")
        asked.append(Question(line.get("key") or "", name, kind, _choices(name, kind, line.get("choices") or ())))
    if len(asked) > MOST_QUESTIONS:
        raise ValueError(f"At most {MOST_QUESTIONS} questions can be asked of one sort.")
    return _with_keys(asked)


def answers_of(questions: Iterable[Question], given: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The answers a thing shall keep: what is `given`, by key, and beside it what it has from elsewhere already.

    An answer that stays as it was is never refused, though the question has changed. Raises WrongAnswers.
    """
    known = {question.key: question for question in questions}
    found, wrong = dict(kept), {}
    for key, value in given.items():
        if key in kept and kept[key] == value:
            continue
        if key not in known:
            wrong[key] = "Things of this sort are not asked this."
            continue
        try:
            found[key] = known[key].answer(value)
        except ValueError as error:
            wrong[key] = str(error)
    if wrong:
        raise WrongAnswers(wrong)
    return {key: value for key, value in found.items() if value is not None}


class WrongAnswers(Exception):
    """Answers that don't fit: a sentence for each key."""

    def __init__(self, sentences: dict[str, str]):
        super().__init__("; ".join(sentences.values()))
        self.sentences = sentences


def _plain(text: Any) -> str:
    return " ".join(text.replace("\0", "").split()) if isinstance(text, str) else ""


def _choices(name: str, kind: str, wanted: Any) -> tuple[str, ...]:
    if kind != "choice":
        return ()
    if not isinstance(wanted, list | tuple):
        raise ValueError(f"“{name}”: write the answers to choose from as a list.")
    choices = tuple(dict.fromkeys(filter(None, map(_plain, wanted))))
    if len(choices) < 2 or len(choices) > MOST_CHOICES:
        raise ValueError(f"“{name}” needs from 2 to {MOST_CHOICES} answers to choose from.")
    if any(len(choice) > LONGEST_NAME for choice in choices):
        raise ValueError(f"“{name}”: an answer to choose has at most {LONGEST_NAME} characters.")
    return choices


def _with_keys(asked: list[Question]) -> list[Question]:
    """Each with its key: the one it has, or one made of its name that no other has."""
    taken = [question.key for question in asked if question.key]
    if len(taken) != len(set(taken)) or any(not re.fullmatch(r"[a-z0-9_]{1,60}", key) for key in taken):
        raise ValueError("Each question has its own key, of small letters, figures and underscores.")
    found = []
    for question in asked:
        key = question.key or _new_key(question.name, {*taken})
        taken.append(key)
        found.append(Question(key, question.name, question.kind, question.choices))
    return found


def _new_key(name: str, taken: set[str]) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:50] or "question"
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 99))) if key not in taken)


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Write it in words.")
    text = _plain(value)
    if len(text) > LONGEST_ANSWER:
        raise ValueError(f"At most {LONGEST_ANSWER} characters.")
    return text


def _number(question: Question, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("Write a number.")
    try:
        number = float(value.replace(",", "")) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        raise ValueError("Write a number.") from None
    if not isfinite(number) or abs(number) > LARGEST:
        raise ValueError("This number is too large.")
    return int(number) if number.is_integer() else number


def _date(question: Question, value: Any) -> str:
    day = value if isinstance(value, date) else _day_of(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError("Write a date as year, month and day, such as 2026-09-01.")
    return day.isoformat()


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _choice(question: Question, value: Any) -> str:
    found = _plain(value) if isinstance(value, str) else ""
    for choice in question.choices:
        if choice.casefold() == found.casefold():
            return choice
    raise ValueError(f"Choose one of: {', '.join(question.choices)}.")


def _yes_no(question: Question, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in YES_NO:
        return YES_NO[value.strip().lower()]
    raise ValueError("Say yes or no.")


READ = {"text": _text, "number": _number, "date": _date, "choice": _choice, "yes_no": _yes_no}
