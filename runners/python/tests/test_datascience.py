"""The plugin datascience on real data: the weekly CO2 series of Mauna Loa. Skipped where scikit-learn or scipy is missing."""

import csv
import importlib.util
import json
import math
import unittest
from unittest import mock

from . import programs as p
from .support import REPOSITORY, Worker, from_bytes

import polyglot
from polyglot_runtime.ir.errors import EastError
from polyglot_runtime.platforms.plugins import Plugins

MODULE = REPOSITORY / "plugins" / "datascience" / "python" / "__init__.py"
DECLARED = json.dumps([{"id": "datascience", "path": str(MODULE)}])
SERIES = REPOSITORY / "examples" / "co2-outlook" / "data" / "co2_weekly.csv"
MISSING = [name for name in ("numpy", "sklearn", "scipy") if importlib.util.find_spec(name) is None]


def weekly():
    """(years since 1958, ppm) of every week with a measurement."""
    with open(SERIES, encoding="utf-8", newline="") as file:
        rows = [(row["date"], row["co2"]) for row in csv.DictReader(file)]
    found = []
    for date, ppm in rows:
        if ppm:
            month_day = (int(date[4:6]) - 1) / 12 + (int(date[6:]) - 1) / 365
            found.append((int(date[:4]) + month_day - 1958.0, float(ppm)))
    return found


class Declarations(unittest.TestCase):
    def test_what_it_offers_is_known_without_the_libraries(self):
        offered = {function["name"] for function in Plugins(DECLARED).announced()}
        for name in ("learn_split", "learn_scale", "learn_linear_regression", "learn_logistic_regression", "learn_forest_regression",
                     "learn_forest_classification", "learn_boosting_regression", "learn_boosting_classification", "learn_k_means",
                     "learn_pca", "learn_regression_metrics", "learn_classification_metrics", "scipy_minimise", "scipy_interpolate",
                     "scipy_ode"):
            self.assertIn(name, offered)


@unittest.skipIf(MISSING, "not installed: %s" % ", ".join(MISSING))
class Learning(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.functions = Plugins(DECLARED).functions("datascience")
        cls.points = weekly()

    def call(self, name, *arguments, seed=1):
        """A platform function with the values of programs: structs are tuples in the order of their fields."""
        worker = mock.Mock(seed=seed)
        with mock.patch.object(polyglot, "_worker", worker):
            return self.functions[name].call(0, *arguments)

    def features(self, points):
        return [[t, t * t, math.sin(2 * math.pi * t), math.cos(2 * math.pi * t), math.sin(4 * math.pi * t), math.cos(4 * math.pi * t)]
                for t, _ in points]

    def test_a_trend_with_seasons_explains_the_series(self):
        rows, ppm = self.features(self.points), [value for _, value in self.points]
        intercept, coefficients, r2 = model = self.call("learn_linear_regression", rows, ppm)
        self.assertGreater(r2, 0.99)
        self.assertTrue(310 < intercept < 320, intercept)
        self.assertTrue(0.01 < coefficients[1] < 0.02, coefficients)
        predicted = self.call("learn_linear_predict", model, rows)
        mae, mse, rmse, again = self.call("learn_regression_metrics", ppm, predicted)
        self.assertLess(mae, 1.5)
        self.assertAlmostEqual(rmse * rmse, mse)
        self.assertAlmostEqual(again, r2)

    def test_a_split_is_whole_and_follows_the_seed(self):
        train, test = self.call("learn_split", 100, 0.25)
        self.assertEqual(sorted(train + test), list(range(100)))
        self.assertEqual(len(test), 25)
        self.assertEqual((train, test), self.call("learn_split", 100, 0.25))
        self.assertNotEqual(test, self.call("learn_split", 100, 0.25, seed=2)[1])

    def test_scaled_columns_have_mean_0_and_deviation_1(self):
        rows = [[t, ppm] for t, ppm in self.points]
        scaled, mean, deviation = self.call("learn_scale", rows)
        self.assertTrue(300 < mean[1] < 420, mean)
        self.assertAlmostEqual(sum(row[1] for row in scaled) / len(scaled), 0.0)
        self.assertAlmostEqual(sum(row[1] ** 2 for row in scaled) / len(scaled), 1.0)
        again = self.call("learn_scale_with", rows[:3], mean, deviation)
        for row, expected in zip(again, scaled):
            for one, other in zip(row, expected):
                self.assertAlmostEqual(one, other)

    def half_years(self):
        """(features, labels): whether the season of a week is above the trend, from where in the year it is."""
        rows = self.features(self.points)
        ppm = [value for _, value in self.points]
        trend = self.call("learn_linear_regression", [row[:2] for row in rows], ppm)
        level = self.call("learn_linear_predict", trend, [row[:2] for row in rows])
        return [row[2:4] for row in rows], [1 if value > usual else 0 for value, usual in zip(ppm, level)]

    def test_classes_of_seasons_are_learned(self):
        rows, labels = self.half_years()
        train, test = self.call("learn_split", len(rows), 0.3)
        x, y = [rows[i] for i in train], [labels[i] for i in train]
        new, actual = [rows[i] for i in test], [labels[i] for i in test]
        model = self.call("learn_logistic_regression", x, y, 1.0)
        self.assertEqual(model[0], [0, 1])
        by_line, probabilities = self.call("learn_logistic_predict", model, new)
        self.assertTrue(all(abs(sum(row) - 1) < 1e-12 for row in probabilities))
        forest, classes, _, importances = self.call("learn_forest_classification", x, y, new, (30, ("some", 6)))
        boosted, _, _, _ = self.call("learn_boosting_classification", x, y, new, (20, 3, 0.2))
        self.assertEqual(classes, [0, 1])
        self.assertAlmostEqual(sum(importances), 1.0)
        for found in (by_line, forest, boosted):
            accuracy, precision, recall, f1 = self.call("learn_classification_metrics", actual, found)
            self.assertGreater(accuracy, 0.85)
            self.assertGreater(min(precision, recall, f1), 0.8)
        self.assertEqual(forest, self.call("learn_forest_classification", x, y, new, (30, ("some", 6)))[0])

    def test_trees_follow_the_series(self):
        rows, ppm = self.features(self.points), [value for _, value in self.points]
        train, test = self.call("learn_split", len(rows), 0.3)
        x, y = [rows[i] for i in train], [ppm[i] for i in train]
        new, actual = [rows[i] for i in test], [ppm[i] for i in test]
        for name, options in (("learn_forest_regression", (20, ("none", None))), ("learn_boosting_regression", (60, 3, 0.2))):
            predictions, importances = self.call(name, x, y, new, options)
            self.assertGreater(self.call("learn_regression_metrics", actual, predictions)[3], 0.98, name)
            self.assertEqual(len(importances), 6)

    def test_decades_are_clusters_and_the_trend_is_the_first_component(self):
        rows = [[t, ppm] for t, ppm in self.points]
        centers, labels, inertia = self.call("learn_k_means", rows, 4)
        self.assertEqual(centers, sorted(centers))
        self.assertEqual((labels[0], labels[-1], set(labels)), (0, 3, {0, 1, 2, 3}))
        self.assertGreater(inertia, 0)
        mean, components, shares, projected = self.call("learn_pca", rows, 2)
        self.assertGreater(shares[0], 0.98)
        self.assertTrue(all(part > 0 for part in components[0]))
        self.assertLess(projected[0][0], projected[-1][0])

    def test_wrong_shapes_are_errors_in_the_librarys_words(self):
        with self.assertRaises(EastError) as caught:
            self.call("learn_linear_regression", [[1.0], [2.0]], [1.0])
        self.assertEqual(caught.exception.message, "ValueError: 2 rows and 1 targets")
        self.assertEqual(caught.exception.locations, [], "its place is that of the call")
        with self.assertRaisesRegex(EastError, "^ValueError: .*n_samples=2.*n_clusters=3"):
            self.call("learn_k_means", [[1.0], [2.0]], 3)

    def test_curves_go_through_their_points(self):
        yearly = {}
        for t, ppm in self.points:
            yearly.setdefault(int(t), []).append(ppm)
        xs = [float(year) for year in sorted(yearly)]
        ys = [sum(yearly[year]) / len(yearly[year]) for year in sorted(yearly)]
        for kind in ("linear", "cubic", "pchip"):
            found = self.call("scipy_interpolate", xs, ys, [xs[0], xs[5], (xs[5] + xs[6]) / 2], (kind, None))
            self.assertAlmostEqual(found[0], ys[0])
            self.assertAlmostEqual(found[1], ys[5])
            self.assertTrue(min(ys[5], ys[6]) - 0.2 < found[2] < max(ys[5], ys[6]) + 0.2, (kind, found))
        with self.assertRaisesRegex(EastError, "outside of the known points"):
            self.call("scipy_interpolate", xs, ys, [-1.0], ("linear", None))


@unittest.skipIf(MISSING, "not installed: %s" % ", ".join(MISSING))
class FromPrograms(unittest.TestCase):
    """East programs that call scipy with functions of their own."""

    def setUp(self):
        p.restart()

    def run_body(self, body, output, inputs=(), parameters=()):
        kinds = ", ".join(name for name, *_ in inputs)
        with Worker(environment={"POLYGLOT_PLATFORMS": DECLARED}) as worker:
            return worker.run_program(p.file(p.function("(%s) => %s" % (kinds, output), list(parameters), body)), list(inputs),
                                      output=output, platforms=["datascience"])

    @staticmethod
    def float_array(*items):
        return p.node("NewArray", "Array<Float>", list(items))

    @staticmethod
    def at(array, index):
        return p.builtin("ArrayGet", "Float", [array, p.integer(index)], ["Float"])

    def test_a_parabola_is_least_at_its_vertex(self):
        x = p.variable("x", "Array<Float>")
        away = p.builtin("FloatSubtract", "Float", [self.at(x, 0), p.value("Float", 3.0)])
        parabola = p.function("(Array<Float>) => Float", [x], p.builtin("FloatMultiply", "Float", [away, away]))
        options = p.node("Struct", "Struct<method: String, tolerance: Float>",
                         [("method", p.text("BFGS")), ("tolerance", p.value("Float", 1e-9))])
        output = "Struct<x: Array<Float>, value: Float, iterations: Integer, converged: Boolean, message: String>"
        body = p.platform("scipy_minimise", output, parabola, self.float_array(p.value("Float", -1.0)), options)
        name, fields, data = self.run_body(body, output)
        self.assertEqual(name, "Completed", fields)
        found = from_bytes(data)
        self.assertTrue(found["converged"])
        self.assertAlmostEqual(found["x"][0], 3.0, places=5)

    def test_decay_is_an_exponential(self):
        t, y = p.variable("t", "Float"), p.variable("y", "Array<Float>")
        slope = p.function("(Float, Array<Float>) => Array<Float>", [t, y],
                           self.float_array(p.builtin("FloatNegate", "Float", [self.at(y, 0)])))
        options = p.node("Struct", "Struct<method: String, relative: Float, absolute: Float>",
                         [("method", p.text("RK45")), ("relative", p.value("Float", 1e-9)), ("absolute", p.value("Float", 1e-12))])
        times = self.float_array(*[p.value("Float", 0.5 * step) for step in range(5)])
        body = p.platform("scipy_ode", "Array<Array<Float>>", slope, self.float_array(p.value("Float", 1.0)), times, options)
        name, fields, data = self.run_body(body, "Array<Array<Float>>")
        self.assertEqual(name, "Completed", fields)
        for step, (value,) in enumerate(from_bytes(data)):
            self.assertAlmostEqual(value, math.exp(-0.5 * step), places=7)

    def test_a_failure_names_the_library_and_the_input(self):
        rows, targets = p.variable("rows", "Array<Array<Float>>"), p.variable("targets", "Array<Float>")
        output = "Struct<intercept: Float, coefficients: Array<Float>, r2: Float>"
        name, fields, _ = self.run_body(p.platform("learn_linear_regression", output, rows, targets), output,
                                        [("Array<Array<Float>>", [[1.0], [math.nan]]), ("Array<Float>", [1.0, 2.0])], [rows, targets])
        error = fields["error"]
        self.assertEqual((name, error["argument"]), ("Failed", 0))
        self.assertTrue(error["summary"].startswith("ValueError: Input X contains NaN"), error["summary"])
        self.assertEqual(error["location"][0]["file"], "t")
        self.assertEqual(error["cause"]["error_type"], "ValueError")


if __name__ == "__main__":
    unittest.main()
