"""What can be done with a thing beside changing what is written of it: the table of its moves."""

from dataclasses import dataclass

from assets.models import Asset
from servicedesk.errors import NotYours, Refused
from servicedesk.moves import Move
from servicedesk.roles import Permission

State = Asset.State


@dataclass(frozen=True)
class AssetMove(Move):
    """A move of a thing, which is called by its tag."""

    def possible(self, record, by):
        """Would the move be accepted now? Pages show its button only then."""
        return record.state in self.sources_of(record) and self.allowed(record, by)

    def check(self, record, *, by):
        """Would the move be accepted? Raises NotYours (403) or Refused (409), each with a sentence."""
        if not self.allowed(record, by):
            raise NotYours(f"You can’t change the assets of {record.school.name}.")
        if record.state not in self.sources_of(record):
            raise Refused(
                f"You can’t {self.words} {record.tag} now: it is {record.get_state_display().lower()}. "
                "Nothing was changed; open it again to see what happened."
            )


class Disposing(AssetMove):
    """What was disposed of before disposals were written down may still get its page."""

    def sources_of(self, record):
        """All states, but an end that is told already and a loan that has not ended."""
        told = record.state == State.DISPOSED and hasattr(record, "disposal")
        return () if told else self.sources


DISPOSE = Disposing(
    "dispose",
    "dispose of",
    (State.IN_USE, State.IN_STOCK, State.SPARE, State.IN_REPAIR, State.LOST, State.DISPOSED),
    State.DISPOSED,
    Permission.EDIT_ASSETS,
)
BRING_BACK = AssetMove("bring_back", "bring back", (State.DISPOSED,), None, Permission.EDIT_ASSETS)
MOVES = (DISPOSE, BRING_BACK)
BY_MOVE = (State.ON_LOAN, State.DISPOSED)  # what no form can choose: a move writes down how it came about
