"""What pages of the apps below show of changes."""

from django import template

from servicedesk.roles import Permission

register = template.Library()


@register.inclusion_tag("changes/_changes_of.html")
def changes_of(problem, reader):
    """The changes that were made to remove the cause of a problem, and the way to record one."""
    return {
        "problem": problem,
        "changes": problem.changes.visible_to(reader).select_related("made_by"),
        "may_see": reader.may_anywhere(Permission.SEE_CHANGES),
        "may_record": problem.is_open and reader.may(Permission.RECORD_CHANGES, problem.school_id),
    }
