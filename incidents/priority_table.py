"""The priority table of an agreement: reading all of it, and changing it."""

from django.db import transaction

from incidents.models import PriorityRule
from incidents.priority import Impact, Urgency, usual
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from sla.models import AgreementVersion


def table_of(version):
    """(impact, urgency) → priority for every pair: the agreement's own rule, else the usual one."""
    own = {(rule.impact, rule.urgency): rule.priority for rule in version.priority_rules.all()}
    return {
        (impact, urgency): own.get((impact.value, urgency.value), usual(impact, urgency))
        for impact in Impact
        for urgency in Urgency
    }


def may_change(person, version):
    """A school's table is changed by who edits its agreement, the trust's by who edits it for every school."""
    return person.may(Permission.EDIT_AGREEMENTS, version.agreement.school_id)


@transaction.atomic
def set_table(version, *, by, at, table):
    """Write the whole table. Records judged before keep their priority; the next one goes by the new table."""
    if not may_change(by, version):
        raise NotYours("You can’t change the priorities of this agreement.")
    if version.state != AgreementVersion.State.IN_FORCE:
        raise Refused(f"{version} is not in force, so its priorities can’t be changed.")
    rules = {(rule.impact, rule.urgency): rule for rule in version.priority_rules.select_for_update()}
    for (impact, urgency), priority in table.items():
        rule = rules.get((impact, urgency)) or PriorityRule(version=version, impact=impact, urgency=urgency)
        if rule.priority != priority:
            rule.priority, rule._history_user, rule._history_date = priority, by, at
            rule.save()
    return table_of(AgreementVersion.objects.get(pk=version.pk))
