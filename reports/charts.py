"""Drawings that stand by themselves, for paper: the geometry of the pages' charts with its colours written in."""

from html import escape

from servicedesk import drawing

INK, QUIET, RULE = "#182028", "#4d5a63", "#d5dcdf"
FILLS = {"a": "#b86a2b", "b": "#20788f"}
FONT = 'font-family="Inter" font-size="11"'


def columns(points, *, title, description, hollow=False):
    """A column chart as an SVG text, with its title and description; `points` as for `drawing.columns`.

    `hollow`: the first of two series is drawn in outline, so that a grey print tells them apart.
    """
    chart = drawing.columns(points)
    shapes = [*_rules(chart), *_bars(chart, hollow), *_labels(chart)]
    size = f'width="{chart.width}" height="{chart.height}" viewBox="0 0 {chart.width} {chart.height}"'
    said = f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">'
    return f"{head}{said}{''.join(shapes)}</svg>"


def _rules(chart):
    for y, mark in chart.rules:
        yield f'<path d="M{chart.left} {y}H{chart.right}" stroke="{RULE}"/>'
        yield _text(chart.left - 8, y + 4, mark, "end", QUIET)


def _bars(chart, hollow):
    for bar in chart.bars:
        place = f'x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}"'
        colour = FILLS[bar.colour]
        look = (
            f'fill="#ffffff" stroke="{colour}" stroke-width="1.5"'
            if hollow and bar.colour == "a"
            else f'fill="{colour}"'
        )
        yield f"<rect {place} {look}/>"
        if bar.says:
            yield _text(bar.middle, bar.y - 5, bar.says, "middle", INK)


def _labels(chart):
    for x, label in chart.labels:
        yield _text(x, chart.bottom + 16, label, "middle", QUIET)


def _text(x, y, words, anchor, fill):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{fill}" {FONT}>{escape(str(words))}</text>'
