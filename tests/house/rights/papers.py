"""Who may do what with papers."""

from tests.house.rights.doors import Door

PAGES: dict[str, dict[str, Door]] = {}
BY_PROGRAMS: dict[str, dict[str, Door]] = {}
