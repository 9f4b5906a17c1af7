"""Random forests and gradient boosting. A fitted ensemble is no plain data, so each function fits one and applies it to new rows."""

from __future__ import annotations

import polyglot

from .types import LABELS, MATRIX, NUMBERS, check_rows, random_state

FOREST = "Struct<trees: Integer, depth: Option<Integer>>"
BOOSTING = "Struct<trees: Integer, depth: Integer, rate: Float>"
REGRESSION = "Struct<predictions: %s, importances: %s>" % (NUMBERS, NUMBERS)
CLASSIFICATION = "Struct<labels: %s, classes: %s, probabilities: %s, importances: %s>" % (LABELS, LABELS, MATRIX, NUMBERS)


def _forest(options):
    return {"n_estimators": options["trees"], "max_depth": options["depth"], "random_state": random_state(), "n_jobs": 1}


def _boosting(options):
    return {"n_estimators": options["trees"], "max_depth": options["depth"], "learning_rate": options["rate"],
            "random_state": random_state()}


def _regress(model, rows, targets, new):
    check_rows(rows, targets)
    model.fit(rows, targets)
    return {"predictions": model.predict(new), "importances": model.feature_importances_}


def _classify(model, rows, labels, new):
    check_rows(rows, labels, "labels")
    model.fit(rows, labels)
    return {"labels": [int(label) for label in model.predict(new)], "classes": [int(label) for label in model.classes_],
            "probabilities": model.predict_proba(new), "importances": model.feature_importances_}


@polyglot.platform("learn_forest_regression", "(%s, %s, %s, %s) -> %s" % (MATRIX, NUMBERS, MATRIX, FOREST, REGRESSION))
def forest_regression(rows: polyglot.Matrix, targets: list, new: polyglot.Matrix, options):
    """A random forest fitted to rows and targets, applied to new rows."""
    from sklearn.ensemble import RandomForestRegressor
    return _regress(RandomForestRegressor(**_forest(options)), rows, targets, new)


@polyglot.platform("learn_forest_classification", "(%s, %s, %s, %s) -> %s" % (MATRIX, LABELS, MATRIX, FOREST, CLASSIFICATION))
def forest_classification(rows: polyglot.Matrix, labels: list, new: polyglot.Matrix, options):
    """A random forest fitted to rows and labels, applied to new rows."""
    from sklearn.ensemble import RandomForestClassifier
    return _classify(RandomForestClassifier(**_forest(options)), rows, labels, new)


@polyglot.platform("learn_boosting_regression", "(%s, %s, %s, %s) -> %s" % (MATRIX, NUMBERS, MATRIX, BOOSTING, REGRESSION))
def boosting_regression(rows: polyglot.Matrix, targets: list, new: polyglot.Matrix, options):
    """Gradient boosting fitted to rows and targets, applied to new rows."""
    from sklearn.ensemble import GradientBoostingRegressor
    return _regress(GradientBoostingRegressor(**_boosting(options)), rows, targets, new)


@polyglot.platform("learn_boosting_classification", "(%s, %s, %s, %s) -> %s" % (MATRIX, LABELS, MATRIX, BOOSTING, CLASSIFICATION))
def boosting_classification(rows: polyglot.Matrix, labels: list, new: polyglot.Matrix, options):
    """Gradient boosting fitted to rows and labels, applied to new rows."""
    from sklearn.ensemble import GradientBoostingClassifier
    return _classify(GradientBoostingClassifier(**_boosting(options)), rows, labels, new)
