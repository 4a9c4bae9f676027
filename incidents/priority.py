"""How much a fault hurts and how soon it matters, and the table that makes a priority of the two."""

from django.db import models


class Impact(models.TextChoices):
    """Who can't work."""

    WHOLE_SCHOOL = "whole_school", "The whole school"
    DEPARTMENT = "department", "A department or several rooms"
    CLASS = "class", "One class"
    PERSON = "person", "One person"


class Urgency(models.TextChoices):
    """How soon it is needed."""

    NOW = "now", "A lesson, exam or safeguarding is stopped now"
    TODAY = "today", "Needed today"
    WEEK = "week", "Needed this week"
    CONVENIENT = "convenient", "When convenient"


class Priority(models.IntegerChoices):
    """One comes first. The names are the field's usual ones."""

    P1 = 1, "Critical"
    P2 = 2, "High"
    P3 = 3, "Moderate"
    P4 = 4, "Low"
    P5 = 5, "Planning"


def label(priority):
    """A priority as reports write it: “2 - High”; None stays None."""
    return None if priority is None else f"{priority} - {Priority(priority).label}"


# Rows: impact; columns: urgency in the order now, today, week, convenient. A school may change its own copy.
USUAL_TABLE = {
    Impact.WHOLE_SCHOOL: (1, 2, 3, 4),
    Impact.DEPARTMENT: (2, 3, 3, 4),
    Impact.CLASS: (2, 3, 4, 5),
    Impact.PERSON: (3, 3, 4, 5),
}


def usual(impact, urgency):
    """The priority where an agreement has no table of its own."""
    return USUAL_TABLE[Impact(impact)][list(Urgency).index(Urgency(urgency))]
