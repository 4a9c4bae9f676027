"""Money: whole pennies, never floats."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

PENNY = Decimal("0.01")
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


def pennies(amount: Decimal) -> Decimal:
    """An amount to the penny; half a penny goes up."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def share(amount: Decimal, parts: int) -> list[Decimal]:
    """An amount in equal parts to the penny that add up to it; the first take the pennies that are left over."""
    each, left = divmod(int(amount / PENNY), parts)
    return [PENNY * (each + (n < left)) for n in range(parts)]


def words(amount: Decimal | None, *, whole: bool = False) -> str:
    """£1,234.50; `whole` without pennies; "" for None."""
    if amount is None:
        return ""
    sign = SIGNS.get(settings.CURRENCY, f"{settings.CURRENCY} ")
    return f"{sign}{pennies(amount):,.0f}" if whole else f"{sign}{pennies(amount):,.2f}"
