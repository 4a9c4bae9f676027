"""A claim is begun and written on."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence import editions, timeline
from evidence.framework import WrongFramework
from evidence.models import Answer, Claim
from evidence.moves import WRITE
from evidence.names import names_in
from evidence.workflow.signing import unsign
from evidence.years import EARLIEST, LATEST
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS, Permission

WORDED = ("commentary", "strengths", "development")
FACTS = ("answer", "level", *WORDED, "brought", "review_on")


@transaction.atomic
def begin(*, school, framework, statement, year, by, at, leave_names=False, **facts):
    """Say the first thing about a statement in a school year. `framework`, `statement`: keys; `facts`: `FACTS`."""
    must_keep(by, school)
    edition, asked = _asked(school, framework, statement)
    if not EARLIEST <= year <= LATEST:
        raise ValidationError({"year": f"Choose a school year from {EARLIEST} to {LATEST}."})
    about = {"school": school, "framework": framework, "statement": statement, "year": year}
    if Claim.objects.filter(**about).exists():
        raise Refused("Somebody has begun to write on this statement meanwhile. Open it to see what they wrote.")
    claim = Claim(**about, says=asked.says, written_by=by, written_at=at)
    return _write(claim, edition, asked, by=by, at=at, leave_names=leave_names, **facts)


@transaction.atomic
def write(claim, *, by, at, seen="", leave_names=False, **facts):
    """Write what is claimed, commentary, strengths, areas for development, review date; a signature goes off with it.

    What is left out stays. `seen`: the mark (`mark_of`) of what the writer had before them; where somebody else saved
    meanwhile, it is refused. A text that newly names somebody who asks for help is refused unless `leave_names` says
    that the name is there on purpose.
    """
    claim = WRITE.begin(claim, by=by)
    if seen and seen != mark_of(claim):
        raise Refused(
            f"{(claim.signed_by or claim.written_by).name} changed this since you opened it. Look at what it says now, "
            "then decide again."
        )
    edition, asked = _asked(claim.school, claim.framework, claim.statement)
    return _write(claim, edition, asked, by=by, at=at, leave_names=leave_names, **facts)


def mark_of(claim) -> str:
    """A short mark of all a claim says and whether it is signed: it differs when anybody changed anything."""
    said = [[name, getattr(claim, name)] for name in FACTS]
    return hashlib.sha256(json.dumps([said, claim.signed_at], default=str).encode()).hexdigest()[:24]


def must_keep(by, school):
    """Refuse whoever does not write the evidence of a school."""
    if not by.may(Permission.KEEP_EVIDENCE, school):
        raise NotYours(f"You can’t do this at {school.name}: {WORDS[Permission.KEEP_EVIDENCE].lower()}.")


def demand_no_names(school, *texts, before=(), leave_names):
    """The names newly in some texts, left in on purpose. Raises ValidationError when that was not said."""
    new = sorted({*names_in(school, *texts)} - {*names_in(school, *before)})
    if new and not leave_names:
        raise ValidationError(
            {"leave_names": f"This names {' and '.join(new)}. Take the name out, or say that it shall stay in."}
        )
    return new


def _asked(school, framework, key):
    try:
        edition = editions.framework_called(framework, school)
    except WrongFramework as error:
        raise ValidationError({"framework": str(error)}) from None
    statement = edition.statement(key)
    if statement is None:
        raise ValidationError({"statement": f"{edition.name} has no statement {key}."})
    return edition, statement


def _write(claim, edition, asked, *, by, at, leave_names, **facts):
    before = {name: getattr(claim, name) for name in FACTS}
    after = before | {name: value.strip() if name in WORDED else value for name, value in facts.items()}
    _check(after, edition, asked)
    changed = {name: before[name] for name in FACTS if after[name] != before[name]}
    if claim.pk and not changed:
        return claim
    worded = [[values[name] for name in WORDED] for values in (after, before)]
    left = demand_no_names(claim.school, *worded[0], before=worded[1], leave_names=leave_names)
    is_new = claim.pk is None
    for name, value in after.items():
        setattr(claim, name, value)
    if "review_on" in changed:
        claim.told_review_at = None  # a new day is called to mind anew
    if not is_new:
        unsign(claim, by=by, at=at)
    claim.says, claim.version, claim.written_by, claim.written_at = asked.says, edition.version, by, at
    claim.save()
    told = {"before": {} if is_new else changed, "names_left": len(left)}
    timeline.write(claim, "begin" if is_new else "write", by=by, at=at, **_plain(told))
    return claim


def _plain(told):
    """Facts of the story as JSON keeps them."""
    before = {
        name: value.isoformat() if name == "review_on" and value else value for name, value in told["before"].items()
    }
    return told | {"before": before}


def _check(after, edition, asked):
    errors = {}
    levels = {level.number for level in edition.levels}
    if edition.asks_level(asked):
        if after["answer"]:
            errors["answer"] = "This statement is claimed by a level, not by yes or no."
        if after["level"] is not None and after["level"] not in levels:
            errors["level"] = f"Choose one of the levels {', '.join(map(str, sorted(levels)))}."
    else:
        if after["level"] is not None:
            errors["level"] = "This statement is answered by yes, partly or no, not by a level."
        if after["answer"] and after["answer"] not in Answer.values:
            errors["answer"] = f"Answer with one of: {', '.join(Answer.values)}."
    if strange := [item for item in after["brought"] if item not in asked.bring]:
        errors["brought"] = f"“{strange[0]}” is nothing this statement asks for."
    if errors:
        raise ValidationError(errors)
