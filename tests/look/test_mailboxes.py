"""An address that is too long for its line breaks before its @, never within a word of it."""

import pytest

from servicedesk.templatetags.look import mailbox


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("dan.farrow@beckvalley.example", "dan.farrow<wbr>@beckvalley.example"),
        ("dan", "dan"),
        ("", ""),
        ("<b>@beckvalley.example", "&lt;b&gt;<wbr>@beckvalley.example"),
    ],
)
def test_an_address_may_break_before_its_at(address, shown):
    assert mailbox(address) == shown
