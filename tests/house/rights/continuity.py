"""Who may do what with continuity."""

from tests.house.rights.doors import Door

PAGES: dict[str, dict[str, Door]] = {}
BY_PROGRAMS: dict[str, dict[str, Door]] = {}
