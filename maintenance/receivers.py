"""What maintenance does when news comes from below."""

from django.dispatch import receiver

from maintenance import workflow
from servicedesk.signals import work_given_back


@receiver(work_given_back)
def pass_on_what_was_theirs(sender, person, by, at, **_):
    """Somebody left: nothing they looked after is left to nobody."""
    workflow.pass_on(person, by=by, at=at)
