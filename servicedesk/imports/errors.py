"""What stops an import, and what only stops a row."""


class Unusable(Exception):
    """The file, or what was asked for, can't be used at all. The message is a sentence; nothing has been written."""


class BadRow(Exception):
    """One row can't be brought in. The message says why, without its line number."""
