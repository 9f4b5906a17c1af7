"""Writes programs for tests: nodes as short calls. Every node is at a line of its own, counted in the order of their making."""

import itertools

from .support import friendly

from polyglot_runtime.ir.formats.beast2_writing import Writer
from polyglot_runtime.ir.program import HEADER, write_node

_lines = itertools.count(1)


def restart():
    """Lines count from 1 again."""
    global _lines
    _lines = itertools.count(1)


def type_value(type_):
    """A type as a value of the type of types."""
    if isinstance(type_, str):
        type_ = friendly.parse(type_)
    kind = type_[0]
    if kind in ("Struct", "Variant"):
        return kind, [(name, type_value(part)) for name, part in type_[1]]
    if kind in ("Array", "Ref", "Set"):
        return kind, type_value(type_[1])
    if kind == "Dict":
        return kind, (type_value(type_[1]), type_value(type_[2]))
    if kind in ("Function", "AsyncFunction"):
        return kind, ([type_value(part) for part in type_[1]], type_value(type_[2]))
    return kind, type_[1] if kind == "Recursive" else None


def node(kind, type_, *fields):
    return kind, (type_value(type_), ("t", next(_lines), 1), *fields)


def value(type_, content):
    return node("Value", type_, (type_ if isinstance(type_, str) else type_[0], content))


def integer(content):
    return value("Integer", content)


def text(content):
    return value("String", content)


def variable(name, type_, mutable=False):
    return node("Variable", type_, name, mutable, False)


def let(target, content):
    return node("Let", "Null", target, content)


def assign(target, content):
    return node("Assign", "Null", target, content)


def block(type_, *statements):
    return node("Block", type_, list(statements))


def builtin(name, type_, arguments, types=()):
    return node("Builtin", type_, name, [type_value(part) for part in types], list(arguments))


def add(one, two):
    return builtin("IntegerAdd", "Integer", [one, two])


def call(function, type_, *arguments):
    return node("Call", type_, function, list(arguments))


def platform(name, type_, *arguments):
    return node("Platform", type_, name, list(arguments), False)


def loop(predicate, *statements):
    return node("While", "Null", predicate, ("loop", ("t", 0, 0)), block("Null", *statements))


def function(type_, parameters, body, captures=()):
    kind = "AsyncFunction" if type_.startswith("async") else "Function"
    return node(kind, type_, list(captures), list(parameters), body)


def failure(message):
    return node("Error", "Never", text(message))


def file(root):
    """The bytes of a program's file."""
    out = bytearray(HEADER)
    write_node(Writer(out), root)
    return bytes(out)
