"""Two sweeps for trying how they are run."""


def fail():
    return 1 / 0


def succeed():
    return 3
