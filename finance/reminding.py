"""Letters about contracts: two months and two weeks before the notice day, or the end where nothing renews it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from finance.models import Contract, Status
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import SERVICE_LEVEL_MANAGER, Permission

STEPS = (timedelta(days=14), timedelta(days=60))  # before the day


def tell_of_contracts(*, at):
    """Tell who keeps a contract that its notice day or its end comes; each once at each step. Returns the letters."""
    today = localdate(at)
    until = today + max(STEPS)
    soon = Q(notice_on__range=(today, until)) | Q(ends_on__range=(today, until))
    rows = Contract.objects.filter(soon, status=Status.CURRENT).order_by("pk").values_list("pk", flat=True)
    return sum(_tell(pk, today, at=at) for pk in list(rows))


@transaction.atomic
def _tell(pk, today, *, at):
    contract = Contract.objects.select_for_update(of=("self",)).select_related("school", "owner").get(pk=pk)
    if contract.status != Status.CURRENT:
        return 0
    if is_to_be_told(contract.notice_on, contract.told_notice_at, today):
        return _write(contract, "notice", contract.notice_on, "told_notice_at", at=at)
    passed = contract.notice_on is None or contract.notice_on < today
    if passed and not contract.renews and is_to_be_told(contract.ends_on, contract.told_end_at, today):
        return _write(contract, "end", contract.ends_on, "told_end_at", at=at)
    return 0


def is_to_be_told(day, told_at, today):
    """Has a step before a day come since it was told of last?"""
    if day is None or day < today:
        return False
    step = next((step for step in STEPS if day - step <= today), None)
    told = localtime(told_at).date() if told_at else None
    return step is not None and (told is None or told < day - step)


def _write(contract, what, day, field, *, at):
    Contract.objects.filter(pk=contract.pk).update(**{field: at})
    about = {"contract": contract, "what": what, "day": day, "path": contract.get_absolute_url()}
    told = [letters.write(who, "finance/contract", at=at, **about) for who in _keepers(contract)]
    return sum(letter is not None for letter in told)


def _keepers(contract):
    """Who answers for it, or else the managers of its school, or else all who keep costs there."""
    if contract.owner and contract.owner.is_active:
        return [contract.owner]
    managers = list(Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, contract.school))
    return managers or list(Person.objects.who_may(Permission.KEEP_COSTS, contract.school))
