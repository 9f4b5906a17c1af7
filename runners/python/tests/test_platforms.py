"""Platform functions: the built-in packages, and those that a plugin's module declares."""

import json
import os
import tempfile
import unittest

from . import programs as p
from .support import Worker, from_bytes, friendly, schema

from polyglot_runtime.ir.errors import EastError, NotLoaded
from polyglot_runtime.platforms import paths, registry, signatures
from polyglot_runtime.platforms.generator import Generator

MODULE = '''
from __future__ import annotations
import polyglot

@polyglot.platform("mean", "(Array<Float>) -> Float")
def mean(values: list[float]) -> float:
    print("of", len(values))
    return sum(values) / len(values)

@polyglot.platform("apply_twice", "((Integer) -> Integer, Integer) -> Integer")
def apply_twice(f, x):
    return f(f(x))

@polyglot.platform("wrong", "(Integer) -> Array<Struct<ppm: Float>>")
def wrong(x):
    return [{"ppm": 1.0}, {"ppm": "n/a"}]

@polyglot.platform("seeded", "() -> Integer")
def seeded():
    return polyglot.seed()

@polyglot.platform("spin", "() -> Null")
def spin():
    polyglot.log("spinning", "warning")
    while True:
        print("x" * 1000)
'''


class Plugin:
    """A worker with a package `extra` from a module's text."""

    def __init__(self, text=MODULE):
        self.folder = tempfile.TemporaryDirectory()
        path = os.path.join(self.folder.name, "extra.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.worker = Worker(environment={"POLYGLOT_PLATFORMS": json.dumps([{"id": "extra", "path": path}])})

    def __enter__(self):
        return self.worker.__enter__()

    def __exit__(self, *error):
        self.worker.__exit__(*error)
        self.folder.cleanup()


def floats(*numbers):
    return p.node("NewArray", "Array<Float>", [p.value("Float", number) for number in numbers])


class Plugins(unittest.TestCase):
    def setUp(self):
        p.restart()

    def run_body(self, worker, type_, body, inputs=(), parameters=(), **options):
        kinds = ", ".join(name for name, _ in inputs)
        root = p.function("(%s) => %s" % (kinds, type_), list(parameters), body)
        return worker.run_program(p.file(root), list(inputs), output=type_, platforms=["extra"], **options)

    def test_a_modules_functions_are_announced_and_called(self):
        with Plugin() as worker:
            announced = {function["name"]: function for function in worker.ready["platform_functions"]}
            self.assertEqual(bytes(announced["mean"]["inputs"][0]["schema"]), schema.encode(friendly.parse("Array<Float>")))
            name, fields, data = self.run_body(worker, "Float", p.platform("mean", "Float", floats(1.0, 2.0, 6.0)))
            self.assertEqual(name, "Completed", fields)
            self.assertEqual(from_bytes(data), 3.0)
            self.assertEqual(worker.output(1), "of 3\n")

    def test_functions_of_the_program_are_callables(self):
        kind = "(Integer) => Integer"
        x = p.variable("x", "Integer")
        double = p.function(kind, [x], p.builtin("IntegerMultiply", "Integer", [x, p.integer(2)]))
        with Plugin() as worker:
            _, fields, data = self.run_body(worker, "Integer", p.platform("apply_twice", "Integer", double, p.integer(5)))
            self.assertEqual(from_bytes(data), 20)
            failing = p.function(kind, [x], p.failure("stop"))
            body = p.platform("apply_twice", "Integer", failing, p.integer(5))
            _, fields, _ = self.run_body(worker, "Integer", body)
            self.assertEqual(fields["error"]["summary"], "stop")
            self.assertEqual([place["file"] for place in fields["error"]["location"]], ["t"])

    def test_a_failure_shows_the_exception_the_place_and_the_input(self):
        numbers = p.variable("numbers", "Array<Float>")
        mean = p.platform("mean", "Float", numbers)
        body = p.call(p.function("() => Float", [], mean, [numbers]), "Float")
        with Plugin() as worker:
            name, fields, _ = self.run_body(worker, "Float", body, [("Integer", 1), ("Array<Float>", [])],
                                            [p.variable("n", "Integer"), numbers])
        error = fields["error"]
        self.assertEqual((name, error["code"], error["error_type"]), ("Failed", "user_error", "EastError"))
        self.assertEqual(error["summary"], "ZeroDivisionError: division by zero")
        self.assertEqual(error["argument"], 1)
        self.assertEqual([(place["file"], place["line"]) for place in error["location"]], [("t", 2), ("t", 4)], "the call of the function, and that of what it is in")
        self.assertEqual(error["cause"]["error_type"], "ZeroDivisionError")
        self.assertTrue(error["cause"]["frames"][0]["file"].endswith("extra.py"))

    def test_results_are_checked_with_their_path(self):
        with Plugin() as worker:
            _, fields, _ = self.run_body(worker, "Array<Struct<ppm: Float>>",
                                         p.platform("wrong", "Array<Struct<ppm: Float>>", p.integer(1)))
        self.assertIn("result[1].ppm: expected Float", fields["error"]["summary"])

    def test_the_seed_is_the_requests(self):
        with Plugin() as worker:
            _, _, data = self.run_body(worker, "Integer", p.platform("seeded", "Integer"), seed=99)
            self.assertEqual(from_bytes(data), 99)

    def test_a_function_that_does_not_end_is_cancelled(self):
        with Plugin() as worker:
            data = p.file(p.function("() => Null", [], p.platform("spin", "Null")))
            for _ in range(5):      # while it writes: no frame is cut off
                number = worker.start_program(data, output="Null", platforms=["extra"], ir_id="spin")
                self.assertEqual(worker.receive()[1], "Log")
                worker.receive()
                worker.send(number, "Cancel", {"reason": "enough"})
                self.assertEqual(worker.reply(number)[0], "Cancelled")
            self.assertEqual(self.run_body(worker, "Integer", p.platform("seeded", "Integer"), seed=3)[0], "Completed")

    def test_a_module_that_does_not_load_is_said_when_it_is_asked_for(self):
        for text, reason in (("import nothing_of_that_name", "nothing_of_that_name"),
                             ("import polyglot\n@polyglot.platform('f', '(Integr) -> Integer')\ndef f(x): pass", "the name of a type"),
                             ("import polyglot\n@polyglot.platform('f', 'Integer')\ndef f(x): pass", "no function"),
                             ("import polyglot\n@polyglot.platform('mean', '(Integer, Integer) -> Integer')\ndef f(x): pass", "it takes 1")):
            with self.subTest(reason), Plugin(text) as worker:
                _, fields, _ = self.run_body(worker, "Float", p.platform("mean", "Float", floats()))
                self.assertEqual(fields["error"]["code"], "load_failed")
                self.assertIn(reason, fields["error"]["summary"])


class Packages(unittest.TestCase):
    def test_every_announced_function_is_there_with_its_type(self):
        for package, functions in signatures.PACKAGES.items():
            made = registry.platform([package])
            self.assertEqual(set(made), set(functions))
            for function in made.values():
                self.assertTrue(callable(function.call), function.name)
        for letter, type_ in signatures.LETTERS.items():
            self.assertEqual(schema.encode(type_), signatures.SCHEMAS[letter])

    def test_a_package_that_is_not_there_is_refused_with_those_that_are(self):
        with self.assertRaisesRegex(NotLoaded, "'io'.*std, time, testing"):
            registry.platform(["std", "io"])

    def test_paths(self):
        for path, directory, base, extension in (
                ("/a/b.txt", "/a", "b.txt", ".txt"), ("a", ".", "a", ""), ("/", "/", "", ""), ("", ".", "", ""), ("/a/", "/", "a", ""),
                (".bashrc", ".", ".bashrc", ""), ("a.b/c", "a.b", "c", ""), ("x.", ".", "x.", "."), ("..", ".", "..", "")):
            with self.subTest(path):
                self.assertEqual((paths.dirname(path), paths.basename(path), paths.extname(path)), (directory, base, extension))
        self.assertEqual(paths.join(["/a", "", "../b", "./c/"]), "/b/c/")
        self.assertEqual((paths.join([]), paths.join(["a", "../.."]), paths.join(["./"])), (".", "..", "./"))
        self.assertEqual((paths.resolve("/a/../b/"), paths.resolve("")), ("/b", "/"))

    def test_the_generator_is_xoshiro_of_splitmix(self):
        # The first words of splitmix64 from 0 are known; those of the generator follow from its definition.
        generator = Generator(0)
        self.assertEqual(generator._state, [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC])
        self.assertEqual([generator.next() for _ in range(3)], [0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0])
        self.assertTrue(all(0 <= generator.uniform() < 1 for _ in range(1000)))
        self.assertEqual({generator.range(-2, 2) for _ in range(200)}, {-2, -1, 0, 1, 2})
        self.assertTrue(-(1 << 63) <= generator.range(-(1 << 63), (1 << 63) - 1) < 1 << 63)

    def test_a_range_that_is_none_is_an_error(self):
        with self.assertRaises(EastError) as caught:
            registry.platform(["std"])["random_range"].call(0, 3, 2)
        self.assertEqual((caught.exception.message, caught.exception.locations), ("Invalid range: min (3) > max (2)", [("random_range", 0, 0)]))


if __name__ == "__main__":
    unittest.main()
