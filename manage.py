#!/usr/bin/env python
"""The door to every command of the service desk."""

import os
import sys

from django.core.management import execute_from_command_line

from config import serve


def main(arguments):
    """Any command; `serve` goes without reading the models, which the processes it starts do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if arguments[1:2] == ["serve"]:
        serve.main(arguments[2:])
    else:
        execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
