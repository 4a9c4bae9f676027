"""What share of each priority was agreed to be in time."""

from sla.models import AgreementVersion, ClockKind, Target


def goals(school=None, kind=ClockKind.RESOLUTION):
    """Priority → agreed share in per cent: of a school's own agreement, else the trust's.
    What teams and suppliers promise is none of it.

    Without a school a share is given only where every agreement in force names the same.
    """
    targets = Target.objects.filter(version__in=AgreementVersion.objects.of_service_level().in_force(), kind=kind)
    agreed = {}
    for owner, priority, goal in targets.values_list("version__agreement__school", "priority", "goal"):
        agreed.setdefault(owner, {})[priority] = goal
    if school is not None:
        return agreed.get(school.pk) or agreed.get(None, {})
    return _unanimous(agreed.values())


def _unanimous(tables):
    named = {}
    for table in tables:
        for priority, goal in table.items():
            named.setdefault(priority, set()).add(goal)
    return {priority: found.pop() for priority, found in named.items() if len(found) == 1}


def overall(agreed):
    """The one share that holds for every priority; None when they differ or nothing is agreed."""
    shares = set(agreed.values())
    return shares.pop() if len(shares) == 1 else None
