"""What the page of a thing says of it beside its label: its age, what it cost, its warranty, and what its sort asks."""

from dataclasses import dataclass
from datetime import date

from assets.ages import Until, age_words, planned_end, until
from assets.questions import Question, questions_of


@dataclass(frozen=True)
class Money:
    """What is known of its age and cost; "" or None for what is not."""

    age: str
    planned: Until | None
    warranty: Until | None


def money_of(asset, *, today: date) -> Money:
    """How old it is, how its planned life and its warranty stand."""
    return Money(
        age_words(asset.bought_on, today) if asset.bought_on and asset.bought_on <= today else "",
        until(planned_end(asset.bought_on, asset.type.lifetime_years), today),
        until(asset.warranty_until, today),
    )


def answers_shown(asset) -> list[tuple[str, str, bool]]:
    """Each question with its answer in words; then the answers to what is not asked (any more), with True."""
    asked = questions_of(asset.type.questions)
    keys = {question.key for question in asked}
    found = [(each.name, each.words(asset.details[each.key]), False) for each in asked if each.key in asset.details]
    others = [(key, value) for key, value in asset.details.items() if key not in keys]
    return found + [(key, Question(key, key).words(value), True) for key, value in sorted(others)]
