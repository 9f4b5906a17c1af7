"""Water levels of a few gauges, in metres."""
from dataclasses import dataclass
from statistics import fmean


@dataclass
class Summary:
    lowest: float
    mean: float
    highest: float


def summary(levels: list[float]) -> Summary:
    """One gauge."""
    return Summary(min(levels), round(fmean(levels), 3), max(levels))


def forecast_error(gauges: dict[str, list[float]], span: int, weighting: str) -> float:
    """How far off the mean of the last few levels is as a forecast of the next one."""
    weights = [1 if weighting == "flat" else i + 1 for i in range(span)]
    errors = []
    for levels in gauges.values():
        for at in range(span, len(levels)):
            past = levels[at - span:at]
            forecast = sum(w * x for w, x in zip(weights, past)) / sum(weights)
            errors.append(abs(forecast - levels[at]))
    return round(fmean(errors), 4)


@dataclass
class Trial:
    span: int
    weighting: str
    value: float


def best(trials: list[Trial]) -> str:
    trial = min(trials, key=lambda t: t.value)
    return f"{trial.weighting} over {trial.span} days: {trial.value} m off\n"
