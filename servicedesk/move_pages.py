"""How the pages of a process ask for a move."""

from dataclasses import dataclass

from servicedesk.moves import Move


@dataclass(frozen=True)
class MovePage:
    """How a move is asked for: its question, its button, and what is said when it was made.

    `done` may name what the view gives it: {reference}, {owner}. `undo` is the move that takes it back.
    """

    move: Move
    form: type
    title: str
    button: str
    done: str = ""
    hint: str = ""
    undo: str = ""
    template: str = ""


def by_name(*pages: MovePage) -> dict[str, MovePage]:
    """The pages by the names of their moves, as addresses ask for them."""
    return {page.move.name: page for page in pages}
