"""A thing goes out for a while, comes back, or stays out longer; the borrower hears of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from assets.models import Asset, Loan
from assets.states import AT_HAND, state_before, write
from assets.tag_addresses import path_of_thing
from servicedesk import letters
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Person
from servicedesk.roles import Permission

LONGEST = timedelta(days=3 * 366)  # further away a year is more likely mistyped than meant


@transaction.atomic
def lend(asset, *, by, at, due_on, to=None, to_name="", purpose="", condition=""):
    """Lend a thing to somebody of the school, or to a name without an account, until a day."""
    asset = _locked(asset, by)
    _must_be_here(asset)
    _check_borrower(asset, to, to_name)
    _check_due(asset, due_on, at=at)
    loan = Loan.objects.create(
        asset=asset,
        to=to,
        to_name="" if to else " ".join(to_name.split()),
        purpose=purpose.strip(),
        lent_at=at,
        lent_by=by,
        due_on=due_on,
        condition_out=condition.strip(),
    )
    write(asset, by=by, at=at, why=f"Lent to {loan.borrower}", state=Asset.State.ON_LOAN)
    _tell(loan, "assets/lent", at=at)
    return loan


@transaction.atomic
def take_back(loan, *, by, at, condition=""):
    """It is back: it gets the state it had before it went."""
    loan, asset = _out(loan, by)
    loan.returned_at, loan.returned_to, loan.condition_back = at, by, condition.strip()
    loan.save(update_fields=["returned_at", "returned_to", "condition_back"])
    if asset.state in (Asset.State.ON_LOAN, Asset.State.LOST):
        write(asset, by=by, at=at, why=f"Back from {loan.borrower}", state=state_before(asset))
    return loan


@transaction.atomic
def extend(loan, *, by, at, due_on):
    """It may stay out until a later day; the borrower is told, and reminded anew."""
    loan, asset = _out(loan, by)
    _check_due(asset, due_on, at=at)
    if due_on <= loan.due_on:
        raise ValidationError({"due_on": f"It is due on {_day(loan.due_on)} now. Choose a later day."})
    loan.due_on, loan.told_due_at, loan.told_late_at = due_on, None, None
    loan.save(update_fields=["due_on", "told_due_at", "told_late_at"])
    _tell(loan, "assets/extended", at=at)
    return loan


def today_at(school, at):
    """The date at a school."""
    return localtime(at, ZoneInfo(school.zone)).date()


def borrowers_at(school):
    """Who may be lent something by a school: its people, and those of the whole trust."""
    here = Person.objects.filter(is_active=True, memberships__school=school)
    return (here | Person.objects.filter(is_active=True, memberships__school=None)).exclude(memberships=None).distinct()


def _locked(asset, by):
    if not by.may(Permission.EDIT_ASSETS, asset.school_id):
        raise NotYours(f"You can’t lend the assets of {asset.school.name}.")
    return Asset.objects.select_for_update(of=("self",)).select_related("school").get(pk=asset.pk)


def _out(loan, by):
    asset = _locked(loan.asset, by)
    loan = Loan.objects.select_for_update(of=("self",)).select_related("to").get(pk=loan.pk)
    if loan.returned_at:
        raise Refused(f"{asset.tag} came back already, on {_day(today_at(asset.school, loan.returned_at))}.")
    loan.asset = asset
    return loan, asset


def _must_be_here(asset):
    if out := Loan.objects.filter(asset=asset, returned_at=None).select_related("to").first():
        raise Refused(f"{asset.tag} is lent to {out.borrower} until {_day(out.due_on)}. Take it back first.")
    if asset.state not in (*AT_HAND, Asset.State.ON_LOAN):
        raise Refused(f"{asset.tag} can’t be lent: it is {asset.get_state_display().lower()}.")


def _check_borrower(asset, to, to_name):
    if to and to_name.strip():
        raise ValidationError({"to_name": "Choose a person or write a name, not both."})
    if not to and not to_name.strip():
        raise ValidationError({"to": "Say who borrows it."})
    if to and not borrowers_at(asset.school).filter(pk=to.pk).exists():
        raise ValidationError({"to": f"{to.name} is not of {asset.school.name}. Write the name instead."})


def _check_due(asset, due_on, *, at):
    today = today_at(asset.school, at)
    if due_on < today:
        raise ValidationError({"due_on": "That day is over. Choose today or a later day."})
    if due_on > today + LONGEST:
        raise ValidationError({"due_on": "That is more than three years away. Choose an earlier day."})


def _tell(loan, template, *, at):
    """A letter to the borrower, where there is an address."""
    if loan.to:
        path = path_of_thing(loan.asset.school.code, loan.asset.tag)
        letters.write(loan.to, template, at=at, path=path, loan=loan, asset=loan.asset)


def _day(day):
    return f"{day.day} {day:%B %Y}"
