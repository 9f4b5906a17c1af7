"""scipy: minimising, interpolating, and differential equations. Functions are those of the East program."""

from __future__ import annotations

import polyglot

from .types import MATRIX, NUMBERS, numbers

MINIMUM = "Struct<x: %s, value: Float, iterations: Integer, converged: Boolean, message: String>" % NUMBERS


@polyglot.platform("scipy_minimise", "((%s) -> Float, %s, Struct<method: String, tolerance: Float>) -> %s" % (NUMBERS, NUMBERS, MINIMUM))
def minimise(function, start: list, options):
    """Where a function of some numbers is least, near a start. Methods are scipy's: `Nelder-Mead`, `BFGS`, `Powell`, `L-BFGS-B`, …"""
    from scipy.optimize import minimize
    found = minimize(lambda x: function(x), numbers(start), method=options["method"], tol=options["tolerance"])
    return {"x": found.x, "value": float(found.fun), "iterations": int(found.nit), "converged": bool(found.success),
            "message": str(found.message)}


@polyglot.platform("scipy_interpolate", "(%s, %s, %s, Variant<linear, cubic, pchip>) -> %s" % (NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def interpolate(xs: list, ys: list, at: list, kind):
    """The values at places between known points (xs ascending): on straight lines, a cubic spline, or a curve without overshoot.
    Places outside of the points are an error."""
    import numpy
    from scipy.interpolate import CubicSpline, PchipInterpolator
    x, y, places = numbers(xs), numbers(ys), numbers(at)
    if len(x) != len(y):
        raise ValueError("%d places and %d values" % (len(x), len(y)))
    if len(places) and (places.min() < x[0] or places.max() > x[-1]):
        raise ValueError("a place is outside of the known points: %r to %r" % (float(x[0]), float(x[-1])))
    if kind.case == "linear":
        return numpy.interp(places, x, y)
    return (CubicSpline if kind.case == "cubic" else PchipInterpolator)(x, y)(places)


@polyglot.platform("scipy_ode", "((Float, %s) -> %s, %s, %s, Struct<method: String, relative: Float, absolute: Float>) -> %s" % (
    NUMBERS, NUMBERS, NUMBERS, NUMBERS, MATRIX))
def ode(slope, start: list, times: list, options):
    """The states at ascending times of y' = slope(t, y), which begins with `start` at the first. Methods are scipy's: `RK45`, `LSODA`,
    `Radau`, …; the tolerances are relative and absolute."""
    from scipy.integrate import solve_ivp
    at = numbers(times)
    found = solve_ivp(lambda t, y: slope(float(t), y), (at[0], at[-1]), numbers(start), method=options["method"], t_eval=at,
                      rtol=options["relative"], atol=options["absolute"])
    if not found.success:
        raise ArithmeticError(found.message)
    return found.y.T
