"""What every process has: moves from state to state, each with who may make it."""

from dataclasses import dataclass
from typing import Any

from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move:
    """A change of state: from one of `sources` to `target` (None: the state stays). `permission` allows it."""

    name: str
    words: str
    sources: tuple[Any, ...]
    target: Any
    permission: Permission | None

    def sources_of(self, record):
        """From which states this record may be moved."""
        return self.sources

    def allowed(self, record, by):
        """May this person make this move on this record? `by` None is the desk's own sweep."""
        return self.permission is not None and (by is None or by.may(self.permission, record.school_id))

    def possible(self, record, by):
        """Would the move be accepted now? Pages show its button only then."""
        return record.status in self.sources_of(record) and self.allowed(record, by)

    def check(self, record, *, by):
        """Would the move be accepted? Raises NotYours (403) or Refused (409), each with a sentence."""
        if not self.allowed(record, by):
            raise NotYours(f"Your role does not allow you to {self.words} this record.")
        if record.status not in self.sources_of(record):
            raise Refused(
                f"You can’t {self.words} {record.reference} now: it is {record.get_status_display().lower()}. "
                "Nothing was changed; open it again to see what happened."
            )
