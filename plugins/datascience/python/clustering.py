"""Structure without targets: k-means and principal components."""

from __future__ import annotations

import polyglot

from .types import LABELS, MATRIX, NUMBERS, random_state


@polyglot.platform("learn_k_means", "(%s, Integer) -> Struct<centers: %s, labels: %s, inertia: Float>" % (MATRIX, MATRIX, LABELS))
def k_means(rows: polyglot.Matrix, clusters: int):
    """Clusters by nearest mean, the best of ten starts. Clusters are numbered in ascending order of their centers."""
    import numpy
    from sklearn.cluster import KMeans
    model = KMeans(n_clusters=clusters, n_init=10, random_state=random_state()).fit(rows)
    order = sorted(range(clusters), key=lambda index: tuple(model.cluster_centers_[index]))
    number = numpy.argsort(order)
    return {"centers": model.cluster_centers_[order], "labels": [int(number[label]) for label in model.labels_],
            "inertia": model.inertia_}


@polyglot.platform("learn_pca", "(%s, Integer) -> Struct<mean: %s, components: %s, shares: %s, projected: %s>" % (
    MATRIX, NUMBERS, MATRIX, NUMBERS, MATRIX))
def pca(rows: polyglot.Matrix, components: int):
    """The directions of most variance, the share of it that each explains, and the rows projected on them. A direction's sign is such
    that its largest part is positive."""
    import numpy
    from sklearn.decomposition import PCA
    model = PCA(n_components=components, svd_solver="full").fit(rows)
    directions = model.components_
    signs = numpy.sign(directions[numpy.arange(len(directions)), numpy.abs(directions).argmax(axis=1)])
    directions = directions * signs[:, None]
    return {"mean": model.mean_, "components": directions, "shares": model.explained_variance_ratio_,
            "projected": (rows - model.mean_) @ directions.T}
