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


def floods(gauges: dict[str, list[float]], mark: float):
    """Which gauges rose above the mark is known only when it is looked at: for each of those, and for no other, the wave is measured."""
    flooded = {name: levels for name, levels in gauges.items() if max(levels) > mark}
    if not flooded:
        return {"inputs": {"none": {"value": "no floods\n", "type": "String"}}, "result": "none"}
    return {
        "inputs": {"flooded": {"value": flooded, "type": "Dict<String, Array<Float>>"}},
        "tasks": {
            "wave": {"runner": "python", "function": "gauges.py#wave", "foreach": "flooded", "inputs": ["flooded", "mark"]},
            "text": {"runner": "python", "function": "gauges.py#flood_text", "inputs": ["wave"]},
        },
        "result": "text",
    }


@dataclass
class Wave:
    begins: int
    days: int
    highest: float


def wave(levels: list[float], mark: float) -> Wave:
    above = [day for day, level in enumerate(levels) if level > mark]
    return Wave(above[0], len(above), max(levels))


def flood_text(waves: dict[str, Wave]) -> str:
    return "".join(f"{name}: {wave.days} days above, from day {wave.begins}, up to {wave.highest} m\n" for name, wave in waves.items())
