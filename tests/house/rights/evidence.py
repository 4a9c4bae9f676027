"""Who may do what with evidence."""

from tests.house.rights.doors import Door

PAGES: dict[str, dict[str, Door]] = {}
BY_PROGRAMS: dict[str, dict[str, Door]] = {}
