"""What the reports do when news comes from below."""

from django.dispatch import receiver

from reports import leaving
from servicedesk.signals import work_given_back


@receiver(work_given_back)
def pass_on_what_was_theirs(sender, person, by, at, **_):
    """Somebody left: their actions go to a manager."""
    leaving.pass_on(person, by=by, at=at)
