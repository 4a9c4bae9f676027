"""News of people: said below, heard above."""

from django.dispatch import Signal

# Somebody left, and what was theirs to do is to go to others. `person`, `by`, `at`. In the transaction.
work_given_back = Signal()
