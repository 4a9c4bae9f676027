"""What stands on what is drawn in columns, and no line runs backwards."""

import pytest

from servicedesk import layers

pytestmark = pytest.mark.pure


def test_each_column_stands_right_of_the_one_before_and_begins_at_the_top():
    drawing = layers.draw([["line"], ["core"], ["a", "b"]], [("line", "core", "x"), ("core", "a", "x")])

    at = {box.node: (box.x, box.y) for box in drawing.boxes}
    assert at["line"][0] < at["core"][0] < at["a"][0] == at["b"][0]
    assert at["line"][1] == at["core"][1] == at["a"][1] < at["b"][1]
    assert all(x + layers.WIDE <= drawing.width and y + layers.HIGH <= drawing.height for x, y in at.values())


def test_children_stand_beside_their_parents_so_that_lines_do_not_cross():
    drawing = layers.draw([["a", "b"], ["of b", "of a"]], [("a", "of a", "x"), ("b", "of b", "x")])

    at = {box.node: box.y for box in drawing.boxes}
    assert at["a"] == at["of a"] and at["b"] == at["of b"]


def test_a_link_to_what_is_not_drawn_is_left_out():
    assert len(layers.draw([["a"], ["b"]], [("a", "b", "x"), ("a", "c", "x")]).lines) == 1
    assert layers.draw([], []).boxes == []


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", [""]),
        ("Core switch", ["Core switch"]),
        ("Switch, science block, upper floor", ["Switch,", "science…"]),
    ],
)
def test_long_names_are_cut_to_two_lines(words, lines):
    assert layers.fit(words) == lines
