"""News that can't wait for a sweep: said below, heard above."""

from django.dispatch import Signal

# Deadlines changed without a move of their record. `clocks`: those that have another deadline now. In the transaction.
clocks_moved = Signal()

# The clocks of a batch are about to be locked: whoever locks what stands above them does so first, as every move does.
clocks_to_move = Signal()

# Another wording is promised from now on. `version`, `before` (or None), `by`, `at`. In the transaction.
agreement_put_in_force = Signal()
