"""Where somebody is signed in, in words they know."""

import pytest

from servicedesk.templatetags.look import device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
SEEN = [
    (f"{WINDOWS} Safari/537.36", "Chrome on Windows"),
    (f"{WINDOWS} Safari/537.36 Edg/131.0.0.0", "Edge on Windows"),
    ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1", "Safari on an iPad"),
    ("Mozilla/5.0 (Linux; Android 15; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", "Firefox on Android"),
    ("python-requests/2.32", "python-requests/2.32"),
]


@pytest.mark.parametrize(("user_agent", "words"), SEEN)
def test_a_browser_and_its_machine_are_named_as_people_call_them(user_agent, words):
    assert device(user_agent) == words
