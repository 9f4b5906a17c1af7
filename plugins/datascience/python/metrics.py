"""How good predictions are."""

from __future__ import annotations

import polyglot

from .types import LABELS, NUMBERS, check_rows


@polyglot.platform("learn_regression_metrics", "(%s, %s) -> Struct<mae: Float, mse: Float, rmse: Float, r2: Float>" % (NUMBERS, NUMBERS))
def regression_metrics(actual: list, predicted: list):
    """Mean absolute and squared error, the root of the latter, and the coefficient of determination."""
    from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
    check_rows(actual, predicted, "predictions")
    mse = mean_squared_error(actual, predicted)
    return {"mae": mean_absolute_error(actual, predicted), "mse": mse, "rmse": mse ** 0.5, "r2": r2_score(actual, predicted)}


@polyglot.platform("learn_classification_metrics",
                   "(%s, %s) -> Struct<accuracy: Float, precision: Float, recall: Float, f1: Float>" % (LABELS, LABELS))
def classification_metrics(actual: list, predicted: list):
    """Accuracy; precision, recall and F1 as the mean over classes. A class that is never predicted counts as 0."""
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support
    check_rows(actual, predicted, "predictions")
    precision, recall, f1, _ = precision_recall_fscore_support(actual, predicted, average="macro", zero_division=0)
    return {"accuracy": accuracy_score(actual, predicted), "precision": precision, "recall": recall, "f1": f1}
