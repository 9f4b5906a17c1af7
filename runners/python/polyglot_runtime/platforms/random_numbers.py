"""Random numbers from the request's seed. The last bit of logarithms, exponentials and cosines is the host's."""

from math import cos, exp, floor, inf, log, pi, sqrt

from ..ir.builtins.numbers import exponential as exp_of
from ..ir.errors import EastError
from ..ir.formats.scalars import east_float
from . import CURRENT

__all__ = ["random_bates", "random_bernoulli", "random_binomial", "random_exponential", "random_geometric", "random_irwin_hall",
           "random_log_normal", "random_normal", "random_pareto", "random_poisson", "random_range", "random_seed", "random_uniform",
           "random_weibull"]

RANGE = "Invalid range: min (%d) > max (%d)"
PROBABILITY = "Invalid probability: %s"


def _uniform():
    return CURRENT.random.uniform()


def _quotient(x, y):
    from ..ir.builtins.arithmetic import divide_floats
    return divide_floats(x, y)


def _power(x, y):
    """C's pow for x from 0 on."""
    try:
        return x ** y
    except OverflowError:
        return inf
    except ZeroDivisionError:
        return inf


def random_uniform(d):
    return _uniform()


def random_normal(d):
    u1 = 1.0 - _uniform()
    u2 = _uniform()
    return sqrt(-2.0 * log(u1)) * cos(2.0 * pi * u2)


def random_range(d, least, most):
    if least > most:
        raise EastError(RANGE % (least, most), [("random_range", 0, 0)])
    return CURRENT.random.range(least, most)


def random_exponential(d, rate):
    return _quotient(-log(1.0 - _uniform()), rate)


def random_weibull(d, shape):
    return _power(-log(1.0 - _uniform()), _quotient(1.0, shape))


def random_pareto(d, alpha):
    return _power(1.0 - _uniform(), _quotient(-1.0, alpha))


def random_log_normal(d, mean, deviation):
    return exp_of(mean + deviation * random_normal(d))


def _bernoulli(probability):
    return 1 if _uniform() < probability else 0


def random_bernoulli(d, probability):
    return _bernoulli(probability)


def random_binomial(d, count, probability):
    return sum(_bernoulli(probability) for _ in range(count))


def random_geometric(d, probability):
    if not 0.0 < probability <= 1.0:
        raise EastError(PROBABILITY % east_float(probability), [("random_geometric", 0, 0)])
    below = log(1.0 - probability) if probability < 1.0 else -inf
    count = _quotient(log(1.0 - _uniform()), below)
    if not count < 9.2e18:
        raise EastError(PROBABILITY % east_float(probability), [("random_geometric", 0, 0)])
    return floor(count) + 1


def random_poisson(d, rate):
    limit = exp(-rate) if rate > -700 else inf
    count, product = 0, _uniform()
    while product > limit:
        count += 1
        product *= _uniform()
    return count


def random_irwin_hall(d, count):
    total = 0.0
    for _ in range(count):
        total += _uniform()
    return total


def random_bates(d, count):
    return _quotient(random_irwin_hall(d, count), float(count))


def random_seed(d, seed):
    CURRENT.random.seed(seed)
