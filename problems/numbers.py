"""Numbers of records as people write them: 41, 42 and #43."""

import re


def numbers_in(text):
    """The numbers in a text, each once, in their order; what is too long to be one is left out."""
    return list(dict.fromkeys(int(number) for number in re.findall(r"\d+", text, re.ASCII) if len(number) < 19))
