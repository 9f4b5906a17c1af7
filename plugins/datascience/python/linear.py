"""Linear and logistic regression. Fitted models are plain data, so that programs can keep them, look at them and pass them on."""

from __future__ import annotations

import polyglot

from .types import LABELS, MATRIX, NUMBERS, check_rows, numbers, random_state

LINEAR = "Struct<intercept: Float, coefficients: %s, r2: Float>" % NUMBERS
LOGISTIC = "Struct<classes: %s, intercepts: %s, coefficients: %s, accuracy: Float>" % (LABELS, NUMBERS, MATRIX)


@polyglot.platform("learn_linear_regression", "(%s, %s) -> %s" % (MATRIX, NUMBERS, LINEAR))
def linear_regression(rows: polyglot.Matrix, targets: list):
    """Ordinary least squares; `r2` is that of the rows it was fitted to."""
    from sklearn.linear_model import LinearRegression
    check_rows(rows, targets)
    model = LinearRegression().fit(rows, targets)
    return {"intercept": model.intercept_, "coefficients": model.coef_, "r2": model.score(rows, targets)}


@polyglot.platform("learn_linear_predict", "(%s, %s) -> %s" % (LINEAR, MATRIX, NUMBERS))
def linear_predict(model, rows: polyglot.Matrix):
    """What a linear model says of rows."""
    return rows @ numbers(model["coefficients"]) + model["intercept"]


@polyglot.platform("learn_logistic_regression", "(%s, %s, Float) -> %s" % (MATRIX, LABELS, LOGISTIC))
def logistic_regression(rows: polyglot.Matrix, labels: list, strength: float):
    """Logistic regression with L2 regularisation (`strength` is scikit-learn's C: smaller is stronger). Two classes have one row of
    coefficients, for the second; more have one each."""
    from sklearn.linear_model import LogisticRegression
    check_rows(rows, labels, "labels")
    model = LogisticRegression(C=strength, max_iter=1000, random_state=random_state()).fit(rows, labels)
    return {"classes": [int(label) for label in model.classes_], "intercepts": model.intercept_, "coefficients": model.coef_,
            "accuracy": model.score(rows, labels)}


@polyglot.platform("learn_logistic_predict", "(%s, %s) -> Struct<labels: %s, probabilities: %s>" % (LOGISTIC, MATRIX, LABELS, MATRIX))
def logistic_predict(model, rows: polyglot.Matrix):
    """The likeliest class of each row, and the probability of every class in the order of the model's `classes`."""
    import numpy
    classes = model["classes"]
    scores = rows @ numbers(model["coefficients"]).T + numbers(model["intercepts"])
    if len(classes) == 2:
        second = 1.0 / (1.0 + numpy.exp(-scores[:, 0]))
        probabilities = numpy.column_stack([1.0 - second, second])
    else:
        powers = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities = powers / powers.sum(axis=1, keepdims=True)
    return {"labels": [classes[index] for index in probabilities.argmax(axis=1)], "probabilities": probabilities}
