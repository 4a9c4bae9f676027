"""The FITS health check as a framework: its statements, answered by the latest finished check of the school."""

from evidence.names import names_in
from healthcheck.results import Latest, Said
from healthcheck.statements import PROCESSES

PREFIX = "health."
WORDS = {"yes": "Yes", "partly": "Partly", "no": "Not yet"}
HOW = "Said in the latest finished health check of the school whose period ended by the last day of this one."
PROCESS_KEYS = [process.key for process in PROCESSES]
STATEMENTS = [statement.key for process in PROCESSES for statement in process.statements]


def strand_key(process: str) -> str:
    """A process as the key of a strand: its place in the check."""
    return str(PROCESS_KEYS.index(process) + 1)


def elements() -> list[dict]:
    """An element with one strand for each process, and its statements, as a framework's document has them."""
    return [
        {
            "number": number,
            "name": process.name,
            "strands": [
                {
                    "key": strand_key(process.key),
                    "name": process.name,
                    "statements": [
                        {"key": each.key, "says": each.says, "figures": [f"{PREFIX}{each.key}"]}
                        for each in process.statements
                    ],
                }
            ],
        }
        for number, process in enumerate(PROCESSES, 1)
    ]


def said_by_key(latest: Latest | None) -> dict[str, Said]:
    """Statement → what the check says of it."""
    return {said.statement: said for said in latest.answers} if latest else {}


def note_of(school, said: Said, reference: str) -> str:
    """What stands beside an answer: the records' figures and a person's note, unless that names somebody."""
    note = "a note that names somebody is left out" if said.note and names_in(school, said.note) else said.note
    return ". ".join(each.rstrip(".") for each in (reference, said.found_words, note) if each)
