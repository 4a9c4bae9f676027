"""What the paper's font has no letter for stops no document."""

import pytest

from servicedesk.glyphs import drawable
from servicedesk.paper import UPRIGHT

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Room B12: £5 – “ready”", "Room B12: £5 – “ready”"),
        ("Ysgol Tŷ Gŵyn, Ωμέγα, Ноутбук", "Ysgol Tŷ Gŵyn, Ωμέγα, Ноутбук"),
        ("漢字 😀", "?? ?"),
        ("a\x01b\u202ec", "abc"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_letters_are_kept_and_what_can_not_be_drawn_is_a_question_mark(words, shown):
    assert drawable(words, UPRIGHT) == shown
