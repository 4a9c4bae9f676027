"""News that can't wait for a sweep: said below, heard above."""

from django.dispatch import Signal

# Deadlines changed without a move of their record. `clocks`: those that have another deadline now. In the transaction.
clocks_moved = Signal()
