"""What can become of an entry of the register of certificates: the table of its moves."""

from dataclasses import dataclass

from adoption.models import Certificate, Status
from servicedesk import moves
from servicedesk.roles import Permission

KEEP, PLAN = Permission.KEEP_EVIDENCE, Permission.PLAN_ADOPTION


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of an entry."""

    def begin(self, certificate, *, by):
        """Lock the entry and look at person and state; returns the locked entry."""
        list(Certificate.objects.select_for_update().filter(pk=certificate.pk).values_list("pk"))
        certificate = Certificate.objects.select_related("school", "person").get(pk=certificate.pk)
        self.check(certificate, by=by)
        return certificate


CHANGE = Move("change_certificate", "change", (Status.DUE,), None, KEEP)
CONCLUDE = Move("conclude_certificate", "enter the result of", (Status.DUE,), Status.PASSED, KEEP)
WITHDRAW = Move("withdraw_certificate", "withdraw", (Status.DUE, Status.PASSED, Status.FAILED), Status.WITHDRAWN, KEEP)
OVER = (Status.PASSED, Status.FAILED, Status.WITHDRAWN)
REOPEN = Move("reopen_certificate", "reopen", OVER, Status.DUE, KEEP)

CERTIFICATE_MOVES = (CHANGE, CONCLUDE, WITHDRAW, REOPEN)
