"""The register of known errors: an entry is written, changed, published, kept for technicians, reviewed, retired."""

from django.core.exceptions import ValidationError
from django.db import transaction

from problems.known_error_moves import BRING_BACK, CHANGE, NARROW, PUBLISH, RETIRE, REVIEW
from problems.models import DONE, Audience, Fix, KnownError
from problems.workflow.entries import HALF_TERM, NO_KEEPER, check_keeper, may_publish, save_entry
from problems.workflow.record import day_of, must_say
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS, Permission

WORDED = ("title", "symptoms", "workaround", "versions", "root_cause")
PLAIN = (*WORDED, "service", "fix", "owner")
MANY = ("categories", "asset_types", "assets")


@transaction.atomic
def write_known_error(*, by, at, school, audience=Audience.TECHNICIANS, review_on=None, owner=None, **said):
    """Write down what goes wrong and what to do about it, without a problem; `school` None: for the whole trust.

    `said`: title, symptoms, workaround, and if known versions, root_cause, service, fix, categories, asset_types and
    assets. Without `review_on` it is looked at again a half-term later, without `owner` by whoever wrote it.
    """
    if not by.may(Permission.SOLVE_PROBLEMS, school):
        raise NotYours(f"None of your roles there includes this: {WORDS[Permission.SOLVE_PROBLEMS].lower()}.")
    known = KnownError(school=school, audience=audience, owner=owner or by, written_at=at)
    known.review_on = review_on or day_of(known, at) + HALF_TERM
    may_publish(known, by, audience)
    check_keeper(known, known.owner, known.review_on, at=at)
    _say(known, said)
    save_entry(known, by=by, at=at, because="Written")
    return _touch(known, said)


@transaction.atomic
def change_known_error(known, *, by, at, **said):
    """Say it better: words, steps, what it concerns, who keeps it true. What isn't said stays."""
    known = CHANGE.begin(known, by=by)
    _say(known, said)
    if "owner" in said:
        _check_owner(known)
    save_entry(known, by=by, at=at, because="Changed")
    return _touch(known, said)


@transaction.atomic
def publish_known_error(known, *, by, at):
    """Offer it to everyone at the school: a page in plain words, and a hint while somebody reports such a fault."""
    known = PUBLISH.begin(known, by=by)
    known.audience = Audience.EVERYONE
    may_publish(known, by, known.audience)
    return save_entry(known, by=by, at=at, because="Published to everyone")


@transaction.atomic
def narrow_known_error(known, *, by, at):
    """Keep it for technicians from now on."""
    known = NARROW.begin(known, by=by)
    known.audience = Audience.TECHNICIANS
    return save_entry(known, by=by, at=at, because="Kept for technicians")


@transaction.atomic
def review_known_error(known, *, by, at, review_on=None):
    """It still holds; look again on a later day, by itself a half-term from now."""
    known = REVIEW.begin(known, by=by)
    known.review_on = review_on or day_of(known, at) + HALF_TERM
    if known.review_on <= day_of(known, at):
        raise ValidationError({"review_on": "Choose a later day than today."})
    return save_entry(known, by=by, at=at, because="Reviewed: it still holds")


@transaction.atomic
def retire_known_error(known, *, by, at, reason):
    """It is offered no more, and why."""
    known = RETIRE.begin(known, by=by)
    must_say(reason=(reason, "Say why it is offered no more."))
    known.retired_at = at
    return save_entry(known, by=by, at=at, because=reason.strip())


@transaction.atomic
def bring_back_known_error(known, *, by, at, review_on=None):
    """Offer it again to whom it was offered. One whose cause is gone comes back with its problem, by reopening that."""
    known = BRING_BACK.begin(known, by=by)
    if known.problem and known.problem.status in DONE:
        gone = f"its cause is removed by {known.problem.reference}"
        raise Refused(f"You can’t bring back {known.reference}: {gone}. If it came back, reopen that problem.")
    known.retired_at, known.review_on = None, review_on or day_of(known, at) + HALF_TERM
    if known.review_on <= day_of(known, at):
        raise ValidationError({"review_on": "Choose a later day than today."})
    known.fix = Fix.NONE if known.fix == Fix.FIXED else known.fix
    return save_entry(known, by=by, at=at, because="Offered again")


def _say(known, said):
    """What was said, in its fields; three of them are never empty."""
    for name in PLAIN:
        if name in said:
            setattr(known, name, said[name].strip() if name in WORDED else said[name])
    known.title = " ".join(known.title.split())
    must_say(
        title=(known.title, "Say what goes wrong, in a few words."),
        symptoms=(known.symptoms, "Say what people notice, in their words."),
        workaround=(known.workaround, "Say what to do, one step a line."),
    )
    if known.school_id and any(asset.school_id != known.school_id for asset in said.get("assets", ())):
        raise ValidationError({"assets": f"Some of these things are not at {known.school.name}."})


def _check_owner(known):
    if not known.owner.is_active or not known.owner.may(Permission.SOLVE_PROBLEMS, known.school_id):
        raise ValidationError({"owner": NO_KEEPER.format(name=known.owner.name)})


def _touch(known, said):
    """What it concerns."""
    for name in MANY:
        if name in said:
            getattr(known, name).set(said[name])
    return known
