"""`manage.py import_changes`: another desk's changes, or its incidents that name the changes behind them."""

from changes.workflow.importing import HANDLING
from servicedesk.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Brings in another desk’s changes and what they caused; twice changes nothing. See docs/importing.md."
    handling = HANDLING
