"""How risky a change is: a table of what a failure would do (1 small to 3 great) and how likely one is (1 to 3)."""

LOW, MEDIUM, HIGH = "low", "medium", "high"
LEVELS = (LOW, MEDIUM, HIGH)
SCALE = (1, 2, 3)
IMPACTS = {1: "Few notice it", 2: "A service or several rooms stop", 3: "The whole school stops"}
LIKELIHOODS = {1: "Done often, never failed", 2: "Could fail", 3: "New to us, or failed before"}
# A row for each impact, in it a cell for each likelihood. A school writes its own beside it (`RiskTable`).
DEFAULT = ((LOW, LOW, MEDIUM), (LOW, MEDIUM, HIGH), (MEDIUM, HIGH, HIGH))


def risk_of(impact, likelihood, cells=DEFAULT):
    """What the table says; "" where one of the two is not known yet."""
    if impact not in SCALE or likelihood not in SCALE:
        return ""
    return cells[impact - 1][likelihood - 1]


def wrong_with(cells):
    """What is wrong with a table, as a sentence; "" for one that can be used.

    More impact, or more likelihood, is never less risk.
    """
    if not _is_three(cells) or not all(_is_three(row) for row in cells):
        return "Give three rows of three: a row for each impact, in it a risk for each likelihood."
    if any(cell not in LEVELS for row in cells for cell in row):
        return f"Each risk is one of: {', '.join(LEVELS)}."
    ranks = [[LEVELS.index(cell) for cell in row] for row in cells]
    if any(sorted(line) != list(line) for line in (*ranks, *zip(*ranks, strict=True))):
        return "Where more would go wrong, or is likelier to, the risk can’t be lower."
    return ""


def _is_three(line):
    return isinstance(line, (list, tuple)) and len(line) == len(SCALE)
