"""The life cycle of a contract as a table: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from finance.models import Contract, Status
from servicedesk import moves
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a contract."""

    def check(self, contract, *, by):
        """Would the move be accepted? Raises NotYours (403) or Refused (409), each with a sentence."""
        if not self.allowed(contract, by):
            raise NotYours(f"Your role does not allow you to {self.words} this contract.")
        if contract.status not in self.sources:
            state = contract.get_status_display().lower()
            raise Refused(
                f"You can’t {self.words} {contract.reference_number} now: it is {state}. Nothing was changed."
            )

    def begin(self, contract, *, by):
        """Lock the contract and check person and state; returns the locked one."""
        list(Contract.objects.select_for_update().filter(pk=contract.pk).values_list("pk"))
        contract = Contract.objects.select_related("school", "owner").get(pk=contract.pk)
        self.check(contract, by=by)
        return contract


KEEP = Permission.KEEP_COSTS
ALL = tuple(Status)

DESCRIBE = Move("describe", "change", ALL, None, KEEP)
RENEW = Move("renew", "renew", (Status.CURRENT,), Status.RENEWED, KEEP)
GIVE_UP = Move("give_up", "give up", (Status.CURRENT,), Status.GIVEN_UP, KEEP)
KEEP_ON = Move("keep_on", "keep", (Status.GIVEN_UP,), Status.CURRENT, KEEP)

MOVES = (DESCRIBE, RENEW, GIVE_UP, KEEP_ON)
