"""How pages write money."""

from django import template

from finance import money

register = template.Library()


@register.filter(name="money")
def in_words(amount):
    """{{ contract.cost|money }}: £1,234.50."""
    return money.words(amount)


@register.filter
def pounds(amount):
    """{{ total|pounds }}: £1,235, where pennies would only hide the figure."""
    return money.words(amount, whole=True)
