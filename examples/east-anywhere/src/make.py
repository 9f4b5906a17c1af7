"""Writes the programs of this example as East IR: what a compiler to East does, by hand.

    python3 src/make.py && polyglot east show src/yearly.json > src/yearly.txt && polyglot east show src/trend.json > src/trend.txt
"""

import json
import os

NULL, BOOLEAN, INTEGER, FLOAT, STRING = ({"type": t, "value": None} for t in ("Null", "Boolean", "Integer", "Float", "String"))


def array(element):
    return {"type": "Array", "value": element}


def dictionary(key, value):
    return {"type": "Dict", "value": {"key": key, "value": value}}


def struct(**fields):
    return {"type": "Struct", "value": [{"name": n, "type": t} for n, t in fields.items()]}


def option(some):
    return {"type": "Variant", "value": [{"name": "none", "type": NULL}, {"name": "some", "type": some}]}


class Program:
    """Makes nodes; each has the next line of its source, so that an error names one."""

    def __init__(self, name):
        self.name, self.line = name, 0

    def node(self, kind, type_, **parts):
        self.line += 1
        location = {"filename": self.name, "line": str(self.line), "column": "1"}
        return {"type": kind, "value": {"type": type_, "location": location, **parts}}

    def integer(self, value):
        return self.node("Value", INTEGER, value={"type": "Integer", "value": str(value)})

    def number(self, value):
        return self.node("Value", FLOAT, value={"type": "Float", "value": value})

    def null(self):
        return self.node("Value", NULL, value={"type": "Null", "value": None})

    def text(self, value):
        return self.node("Value", STRING, value={"type": "String", "value": value})

    def variable(self, name, type_, captured=False):
        return self.node("Variable", type_, name=name, mutable=False, captured=captured)

    def let(self, variable, value):
        return self.node("Let", NULL, variable=variable, value=value)

    def block(self, *statements):
        return self.node("Block", statements[-1]["value"]["type"], statements=list(statements))

    def builtin(self, name, type_, types, *arguments):
        return self.node("Builtin", type_, builtin=name, type_parameters=types, arguments=list(arguments))

    def platform(self, name, type_, *arguments):
        return self.node("Platform", type_, name=name, arguments=list(arguments), **{"async": False})

    def field(self, value, name):
        type_ = next(f["type"] for f in value["value"]["type"]["value"] if f["name"] == name)
        return self.node("GetField", type_, field=name, struct=value)

    def struct(self, **fields):
        type_ = struct(**{n: v["value"]["type"] for n, v in fields.items()})
        return self.node("Struct", type_, fields=[{"name": n, "value": v} for n, v in fields.items()])

    def branch(self, predicate, yes, no):
        return self.node("IfElse", yes["value"]["type"], ifs=[{"predicate": predicate, "body": yes}], else_body=no)

    def function(self, parameters, body, captures=()):
        inputs, output = [p["value"]["type"] for p in parameters], body["value"]["type"]
        type_ = {"type": "Function", "value": {"inputs": inputs, "output": output}}
        return self.node("Function", type_, captures=list(captures), parameters=list(parameters), body=body)


WEEK = struct(date=INTEGER, co2=option(FLOAT))
SUMS = struct(sum=FLOAT, low=FLOAT, high=FLOAT, weeks=INTEGER)
YEAR = struct(year=INTEGER, mean=FLOAT, low=FLOAT, high=FLOAT, weeks=INTEGER)
POINT = struct(year=INTEGER, ppm=FLOAT)
LINEAR = struct(intercept=FLOAT, coefficients=array(FLOAT), r2=FLOAT)


def yearly():
    """The mean, the lowest and the highest week of each year; weeks without a measurement do not count."""
    p = Program("yearly")
    sums = dictionary(INTEGER, SUMS)
    old, new = p.variable("old", SUMS), p.variable("new", SUMS)

    def extreme(less, more, name):
        return p.branch(p.builtin("Less", BOOLEAN, [FLOAT], p.field(less, name), p.field(more, name)), p.field(new, name), p.field(old, name))

    merge = p.function([old, new, p.variable("year", INTEGER)], p.struct(
        sum=p.builtin("FloatAdd", FLOAT, [], p.field(old, "sum"), p.field(new, "sum")), low=extreme(new, old, "low"), high=extreme(old, new, "high"),
        weeks=p.builtin("IntegerAdd", INTEGER, [], p.field(old, "weeks"), p.field(new, "weeks"))))
    ppm, row = p.variable("ppm", FLOAT), p.variable("row", WEEK)
    add = p.builtin("DictInsertOrUpdate", NULL, [INTEGER, SUMS], p.variable("sums", sums),
                    p.builtin("IntegerDivide", INTEGER, [], p.field(row, "date"), p.integer(10000)), p.struct(sum=ppm, low=ppm, high=ppm, weeks=p.integer(1)), merge)
    measured = p.node("Match", NULL, variant=p.field(row, "co2"), cases=[
        {"case": "none", "variable": p.variable("nothing", NULL), "body": p.null()}, {"case": "some", "variable": ppm, "body": add}])
    label = {"name": "weeks", "location": row["value"]["location"]}
    loop = p.node("ForArray", NULL, array=p.variable("rows", array(WEEK)), label=label, key=p.variable("i", INTEGER), value=row, body=measured)
    of, year = p.variable("of", SUMS), p.variable("year", INTEGER)
    mean = p.builtin("FloatDivide", FLOAT, [], p.field(of, "sum"), p.builtin("IntegerToFloat", FLOAT, [], p.field(of, "weeks")))
    result = p.builtin("DictToArray", array(YEAR), [INTEGER, SUMS, YEAR], p.variable("sums", sums), p.function([of, year], p.struct(
        year=year, mean=mean, low=p.field(of, "low"), high=p.field(of, "high"), weeks=p.field(of, "weeks"))))
    return p.function([p.variable("rows", array(WEEK))], p.block(p.let(p.variable("sums", sums), p.node("NewDict", sums, values=[])), loop, result))


def trend():
    """A straight line through points, by scikit-learn, and what it says of the year 2050."""
    p = Program("trend")
    point, model = p.variable("point", POINT), p.variable("model", LINEAR)
    numbers, rows, i = array(FLOAT), array(array(FLOAT)), p.variable("i", INTEGER)
    row = p.node("NewArray", numbers, values=[p.builtin("IntegerToFloat", FLOAT, [], p.field(point, "year"))])
    years = p.builtin("ArrayMap", rows, [POINT, numbers], p.variable("points", array(POINT)), p.function([point, i], row))
    levels = p.builtin("ArrayMap", numbers, [POINT, FLOAT], p.variable("points", array(POINT)), p.function([point, i], p.field(point, "ppm")))
    rise = p.builtin("ArrayGet", FLOAT, [FLOAT], p.field(model, "coefficients"), p.integer(0))
    level = p.builtin("FloatAdd", FLOAT, [], p.field(model, "intercept"), p.builtin("FloatMultiply", FLOAT, [], p.variable("rise", FLOAT), p.number(2050.0)))
    said = p.builtin("StringConcat", STRING, [], p.builtin("Print", STRING, [FLOAT], p.variable("rise", FLOAT)), p.text(" ppm a year"))
    return p.function([p.variable("points", array(POINT))], p.block(
        p.let(model, p.platform("learn_linear_regression", LINEAR, years, levels)), p.let(p.variable("rise", FLOAT), rise),
        p.platform("console_log", NULL, said), p.struct(rise=p.variable("rise", FLOAT), in2050=level, r2=p.field(model, "r2"))))


for make in (yearly, trend):
    with open(os.path.join(os.path.dirname(__file__), make.__name__ + ".json"), "w", encoding="utf-8") as file:
        json.dump(make(), file, separators=(",", ":"))
        file.write("\n")
