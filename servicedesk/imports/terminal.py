"""What the commands that bring something in share: their options, where refused rows go, and a bar of progress."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from servicedesk.imports.errors import Unusable
from servicedesk.imports.rejects import beside, unlike
from servicedesk.zones import validate_zone

Tell = Callable[[str, int, int], None]  # the stage, how much of it is done, how much there is


def named_zone(name: str | None) -> ZoneInfo | None:
    """A time zone named on the command line. Raises Unusable for one that doesn’t exist."""
    try:
        validate_zone(name or "UTC")
    except ValidationError as error:
        raise Unusable(error.messages[0]) from error
    return ZoneInfo(name) if name else None


def reject_path(options: dict[str, Any]) -> Path | None:
    """A dry run writes no file unless one is named, and none takes the place of a file that is read."""
    sources = [Path(options[name]) for name in ("file", "mapping") if options[name]]
    if options["rejects"]:
        return unlike(Path(options["rejects"]), *sources)
    return None if options["dry_run"] else unlike(beside(sources[0]), *sources)


class Bars:
    """A progress bar for each stage, on a terminal; silence elsewhere."""

    def __init__(self, verbosity: int) -> None:
        console = Console(file=sys.stderr)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self.progress = Progress(*columns, console=console, disable=not console.is_terminal or verbosity == 0)
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Tell:
        self.progress.start()
        return self.tell

    def __exit__(self, *exception: object) -> None:
        self.progress.stop()

    def tell(self, stage: str, done: int, total: int) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(stage, total=total)
        self.progress.update(self.tasks[stage], completed=done, total=total)
