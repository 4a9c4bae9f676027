"""Names that figures of evidence had before they were measures of the catalogue: schools' own texts may still say them.

A text that a school kept never changes, so the old name is read as the new one.
"""

FORMER = {
    "logged": "incidents",
    "resolved_share": "resolved_percent",
    "median_hours": "mttr_hours_median",
    "p90_hours": "mttr_hours_p90",
    "fixed_in_time": "met_percent",
    "answered_in_time": "response_percent",
    "late": "missed",
    "late_excused": "excused",
    "late_not_excused": "missed_after_excuses",
    "open_with_owner": "backlog_owned_percent",
    "still_open": "backlog",
    "oldest_open_days": "backlog_oldest_days",
    "assets_with_room": "assets_with_room_percent",
    "asset_named": "asset_named_percent",
    "urgent_fixed_in_time": "urgent_met_percent",
    "urgent_median_hours": "urgent_hours_median",
    "satisfied": "satisfied_percent",
    "reopened_share": "reopened_percent",
    "lesson_time_lost": "lesson_minutes",
    "work_that_prevents": "proactive_percent",
    "found_by_us_first": "found_by_us",
    "came_back": "repeats_percent",
    "causes_removed": "problems_solved",
    "maintenance_on_time": "on_time_percent",
}


def today(name: str) -> str:
    """A figure as it is called now."""
    return FORMER.get(name, name)
