"""What problems do when news comes from below."""

from django.dispatch import receiver

from problems import workflow
from servicedesk.signals import work_given_back


@receiver(work_given_back)
def give_back_what_was_theirs(sender, person, by, at, **_):
    """Somebody left: their problems are open for others, and the managers know of these and of their known errors."""
    workflow.give_back(person, by=by, at=at)
