"""`manage.py import_assets`: a list of things from another program, or from our own export, into the register."""

from argparse import ArgumentParser
from typing import Any

from assets.workflow.importing import HANDLING
from servicedesk.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Brings a list of things into a school’s register; twice changes nothing. See docs/importing.md."
    handling = HANDLING

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How things are known again, and what becomes of rooms."""
        super().add_arguments(parser)
        parser.add_argument("--match", choices=["tag", "serial"], default="tag", help="how a thing is known again")
        parser.add_argument("--no-rooms", action="store_true", help="rooms that aren’t known are left empty, not made")

    def choices(self, options: dict[str, Any]) -> dict[str, Any]:
        """As the page has them."""
        return {"match": options["match"], "make_rooms": not options["no_rooms"]}
