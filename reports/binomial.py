"""The exact interval of a share, without a statistics library: pages are made by processes that load none.

Source: C. J. Clopper and E. S. Pearson, “The use of confidence or fiducial limits illustrated in the case of the
binomial”, Biometrika 26 (1934), 404-413. The regularised incomplete beta function is the continued fraction of
Press et al., “Numerical Recipes” (3rd ed., 2007), section 6.4, by the method of Lentz.
"""

from math import exp, lgamma, log, log1p

SURE = 0.95
TINY = 1e-300
STEPS = 500  # of the continued fraction; it needs about the root of the larger count
HALVINGS = 60  # of the interval from 0 to 1: more than a double can tell apart


def clopper_pearson(hits: int, tries: int, *, sure: float = SURE) -> tuple[float, float]:
    """The interval (lower, upper) that holds the true share with at least `sure`, for `hits` of `tries`.

    Raises ValueError where there are no tries, or more hits than tries.
    """
    if not 0 <= hits <= tries or tries == 0:
        raise ValueError(f"{hits} of {tries} is no share.")
    tail = (1 - sure) / 2
    lower = beta_quantile(tail, hits, tries - hits + 1) if hits else 0.0
    upper = beta_quantile(1 - tail, hits + 1, tries - hits) if hits < tries else 1.0
    return lower, upper


def beta_quantile(share: float, a: float, b: float) -> float:
    """The value below which `share` (0 to 1) of a beta distribution lies; `a` and `b` above 0."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if beta_share(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_share(value: float, a: float, b: float) -> float:
    """The share of a beta distribution that lies below `value`: the regularised incomplete beta function."""
    if value <= 0 or value >= 1:
        return float(value >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(value) + b * log1p(-value))
    if value < (a + 1) / (a + b + 2):
        return front * _fraction(value, a, b) / a
    return 1 - front * _fraction(1 - value, b, a) / b


def _fraction(value, a, b):
    """The continued fraction, taken from its head until it stands still."""
    upper, lower = 1.0, _not_zero(1 - (a + b) * value / (a + 1))
    lower = 1 / lower
    found = lower
    for step in range(1, STEPS):
        for term in _terms(step, value, a, b):
            lower = 1 / _not_zero(1 + term * lower)
            upper = _not_zero(1 + term / upper)
            found *= upper * lower
        if abs(upper * lower - 1) < 1e-15:
            break
    return found


def _terms(step, value, a, b):
    """The even and the odd term of one step."""
    double = a + 2 * step
    return (
        step * (b - step) * value / ((double - 1) * double),
        -(a + step) * (a + b + step) * value / (double * (double + 1)),
    )


def _not_zero(number):
    return number if abs(number) > TINY else TINY
