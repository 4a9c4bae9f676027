"""Which software made a file."""

import tomllib
from functools import cache

from django.conf import settings


@cache
def software():
    """Name and version, as the project's own description gives them."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"name": project["name"], "version": project["version"]}
