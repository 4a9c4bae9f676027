"""Somebody puts their name to what is claimed, or takes it off; a change of what was signed takes it off too."""

from django.db import transaction

from evidence import timeline
from evidence.models import Status
from evidence.moves import SIGN, WITHDRAW
from servicedesk import letters
from servicedesk.errors import Refused


@transaction.atomic
def sign(claim, *, by, at):
    """Put your name to it: this is how things are at the school."""
    claim = SIGN.begin(claim, by=by)
    if not claim.is_answered:
        raise Refused("There is nothing to sign yet: no answer and no level is claimed.")
    claim.status, claim.signed_by, claim.signed_at = Status.SIGNED, by, at
    claim.save()
    timeline.write(claim, "sign", by=by, at=at, answer=claim.answer_words)
    return claim


@transaction.atomic
def withdraw(claim, *, by, at, reason):
    """Take a signature off, with a reason; who had signed is told."""
    claim = WITHDRAW.begin(claim, by=by)
    unsign(claim, by=by, at=at, move="withdraw", text=reason)
    claim.save()
    return claim


def unsign(claim, *, by, at, move="unsign", text=""):
    """Take the signature off a locked claim, in its story and by letter; nothing where there is none."""
    if not claim.is_signed:
        return
    signer = claim.signed_by
    timeline.write(claim, move, by=by, at=at, text=text, signed_by=signer.name, signed_at=claim.signed_at.isoformat())
    claim.status, claim.signed_by, claim.signed_at = Status.DRAFT, None, None
    if signer != by:
        said = {"claim": claim, "by": by, "reason": text, "path": claim.get_absolute_url()}
        letters.write(signer, "evidence/unsigned", at=at, reference=claim.reference, **said)
