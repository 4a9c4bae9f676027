"""The life of a claim as a table: which move may be made when, and by whom."""

from dataclasses import dataclass

from evidence.models import Claim, Status
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a claim."""

    def begin(self, claim, *, by):
        """Lock the claim and check person and state; returns the locked claim."""
        list(Claim.objects.select_for_update().filter(pk=claim.pk).values_list("pk"))
        claim = Claim.objects.select_related("school", "written_by", "signed_by").get(pk=claim.pk)
        self.check(claim, by=by)
        return claim


ALWAYS = (Status.DRAFT, Status.SIGNED)
KEEP, SIGN_OFF = Permission.KEEP_EVIDENCE, Permission.SIGN_EVIDENCE

WRITE = Move("write", "write on", ALWAYS, Status.DRAFT, KEEP)
SIGN = Move("sign", "sign", (Status.DRAFT,), Status.SIGNED, SIGN_OFF)
WITHDRAW = Move("withdraw", "take the signature off", (Status.SIGNED,), Status.DRAFT, SIGN_OFF)
ADD_DOCUMENT = Move("add_document", "add a document to", ALWAYS, Status.DRAFT, KEEP)
REMOVE_DOCUMENT = Move("remove_document", "take a document from", ALWAYS, Status.DRAFT, KEEP)
LINK = Move("link", "link a record to", ALWAYS, Status.DRAFT, KEEP)
UNLINK = Move("unlink", "unlink a record from", ALWAYS, Status.DRAFT, KEEP)

MOVES = (WRITE, SIGN, WITHDRAW, ADD_DOCUMENT, REMOVE_DOCUMENT, LINK, UNLINK)
