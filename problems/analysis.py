"""How a cause is looked for: why five times, and where it may lie."""

MOST_WHYS = 5
# Where the cause of what fails in a school may lie, in the order in which the page asks.
BRANCHES = {
    "people": "People",
    "equipment": "Equipment",
    "software": "Software",
    "network": "Network",
    "place": "Place",
    "process": "Process",
}
