"""Quantiles and clusters of the simulated trajectories."""

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans

import polyglot

WEEKS_A_YEAR = 52.1775
CLUSTERS = 3


@dataclass
class Band:
    """Quantiles over all trajectories in one week, in ppm."""

    week: int
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass
class Cluster:
    """Trajectories that go the same way; growth in ppm a year over the whole horizon."""

    size: int
    growth: float
    mean: list[float]


@dataclass
class Outlook:
    bands: list[Band]
    clusters: list[Cluster]


def cluster(trajectories: polyglot.Matrix) -> Outlook:
    """Groups the trajectories by their yearly means and orders the groups from the lowest end to the highest."""
    count, weeks = trajectories.shape
    levels = np.quantile(trajectories, [0.05, 0.25, 0.50, 0.75, 0.95], axis=0)
    bands = [Band(week + 1, *map(float, levels[:, week])) for week in range(weeks)]

    years = max(1, int(weeks / WEEKS_A_YEAR))
    yearly = np.stack([part.mean(axis=1) for part in np.array_split(trajectories, years, axis=1)], axis=1)
    labels = KMeans(n_clusters=min(CLUSTERS, count), n_init=10, random_state=0).fit_predict(yearly)
    groups = [trajectories[labels == label] for label in np.unique(labels)]
    groups.sort(key=lambda group: group[:, -1].mean())
    print(f"{count} trajectories over {weeks} weeks in groups of", ", ".join(str(len(group)) for group in groups))
    return Outlook(bands, [Cluster(len(group), growth(group), group.mean(axis=0).tolist()) for group in groups])


def growth(group) -> float:
    """Slope of a straight line through the group's yearly means; whole years, so that the season cancels."""
    mean = group.mean(axis=0)
    years = int(len(mean) / WEEKS_A_YEAR)
    if years < 2:
        return float((mean[-1] - mean[0]) / max(1, len(mean) - 1) * WEEKS_A_YEAR)
    whole = mean[: int(years * WEEKS_A_YEAR)]
    return float(np.polyfit(np.arange(years), [part.mean() for part in np.array_split(whole, years)], 1)[0])
