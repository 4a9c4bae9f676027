"""A walk round the school: the open records building by building and room by room, instead of clock by clock."""

# In the queue's address: ?by=building.
NAME, VALUE = "by", "building"
# The order of `IncidentQuerySet.for_a_walk`: what is in no building comes last.
ORDER = ("school_code", "homeless", "building", "room_first", "pk")


def is_on(asked):
    """Does an address ask for the order of a walk?"""
    return asked.get(NAME) == VALUE


def stop_of(row, *, several_schools):
    """The stop of a walk a row belongs to: the name of its building, and its school where the reader sees several."""
    return row.building or "In no building", row.school_code if several_schools else ""
