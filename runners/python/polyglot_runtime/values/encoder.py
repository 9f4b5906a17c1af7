"""Encoders: one generated Python function per East type, (value, bytearray) -> None, driven by the type and not by the value.

A value that does not fit raises Mismatch (or KeyError, TypeError ... of Python's own) without saying where: `explain` walks the value
again and finds the place. So the way of a fitting value costs nothing for the messages.
"""

import sys
from struct import Struct

from ..east.types import graph, nodes
from . import writing
from .decoder import Decoder
from .depth import frames
from .errors import MAX_LEVELS, Mismatch, NO_FUNCTIONS, OutputLimit, TOO_DEEP, Unsupported
from .explain import explain
from .scalars import as_blob, as_boolean, as_float, as_integer, as_milliseconds, as_string
from .shapes import key_shape

_FILE = "<polyglot encoder>"


class Encoder:
    """Encodes values of one type, as trees in canonical bytes. Not thread-safe."""

    def __init__(self, type_):
        self.node = graph(type_)
        every = nodes(self.node)
        if any(node.kind in ("Function", "AsyncFunction") for node in every):
            raise Unsupported(NO_FUNCTIONS)
        self._recursive = any(node.recursive for node in every)
        self._limit = [0]
        self._encode = _Writer(self._limit).function_for(self.node)

    def encode(self, value, out, limit=0):
        """Appends the value to the bytearray. Raises Mismatch with `code`, `path` and `reason`, or OutputLimit.

        `limit`: more bytes in `out` than that are refused; 0 means any number.
        """
        self._limit[0] = limit or sys.maxsize
        old = sys.getrecursionlimit()
        if self._recursive:
            sys.setrecursionlimit(frames() + MAX_LEVELS + 50)
        try:
            self._encode(value, out)
        except (MemoryError, OutputLimit):
            raise
        except Exception as error:
            found = explain(self.node, value)
            if found is None:
                if isinstance(error, RecursionError):
                    found = Mismatch(TOO_DEEP)
                elif isinstance(error, Mismatch) and error.reason:
                    found = error
                else:
                    raise
            raise found from None
        finally:
            if self._recursive:
                sys.setrecursionlimit(old)
        if limit and len(out) > limit:
            raise OutputLimit


class _Writer:
    """Writes the functions of a type's nodes. `names` is the globals of the generated code."""

    def __init__(self, limit):
        self.lines, self.numbers, self.todo, self.fresh = [], {}, [], 0
        self.names = {
            "as_boolean": as_boolean, "as_integer": as_integer, "as_float": as_float, "as_string": as_string, "as_blob": as_blob,
            "as_milliseconds": as_milliseconds, "varint": writing.varint, "wide": writing.wide, "nan": writing.NAN,
            "NAN": writing.NAN_BYTES, "pack_d": Struct("<d").pack, "writing": writing, "Mismatch": Mismatch, "limit": limit,
            "OutputLimit": OutputLimit, "Variant": writing.Variant, "Ref": writing.Ref, "Mapping": writing.Mapping}

    def function_for(self, root):
        self.number(root)
        while self.todo:
            node = self.todo.pop()
            self.add(0, "def e%d(v, o):" % self.numbers[node])
            if node.recursive and node.kind in ("Array", "Set", "Dict", "Ref"):
                self.add(1, "if len(o) > limit[0]: raise OutputLimit")
            _FUNCTIONS.get(node.kind, _Writer.scalar)(self, node)
        exec(compile("\n".join(self.lines), _FILE, "exec"), self.names)
        return self.names["e%d" % self.numbers[root]]

    def number(self, node):
        if node not in self.numbers:
            self.numbers[node] = len(self.numbers)
            self.todo.append(node)
        return self.numbers[node]

    def constant(self, value):
        self.fresh += 1
        self.names["k%d" % self.fresh] = value
        return "k%d" % self.fresh

    def add(self, indent, *lines):
        self.lines.extend("    " * indent + line for line in lines)

    def scalar(self, node):
        self.write(1, node, "v")

    # ---- one value in the middle of a function --------------------------------------------------------------------------

    def write(self, indent, node, v, inline=False):
        """Lines that append the value in the variable `v`, which they may change."""
        kind = node.kind
        if kind == "Null":
            self.add(indent, "if %s is not None: raise Mismatch" % v)
        elif kind == "Boolean":
            self.add(indent, "o.append(%s if type(%s) is bool else as_boolean(%s))" % (v, v, v))
        elif kind in ("Integer", "DateTime"):
            self.convert(indent, node, v)
            self.add(indent, "%s = %s << 1 if %s >= 0 else ~(%s << 1)" % (v, v, v, v),
                     "if %s < 128: o.append(%s)" % (v, v), "else: wide(o, %s)" % v)
        elif kind == "Float":
            self.convert(indent, node, v)
            self.add(indent, "o += pack_d(%s) if %s == %s else NAN" % (v, v, v))
        elif kind in ("String", "Blob"):
            self.convert(indent, node, v)
            if kind == "String":
                self.add(indent, "%s = %s.encode()" % (v, v))
            self.add(indent, "n = len(%s)" % v, "if n < 128: o.append(n)", "else: varint(o, n)", "o += %s" % v)
        elif kind == "Never":
            self.add(indent, "raise Mismatch")
        elif inline and kind == "Struct":
            self.struct_body(indent, node, v)
        else:
            self.add(indent, "e%d(%s, o)" % (self.number(node), v))

    def convert(self, indent, node, v):
        exact, convert = {"Integer": ("int", "as_integer"), "Float": ("float", "as_float"), "String": ("str", "as_string"),
                          "Blob": ("bytes", "as_blob"), "DateTime": (None, "as_milliseconds")}[node.kind]
        self.add(indent, ("if type(%s) is not %s: " % (v, exact) if exact else "") + "%s = %s(%s)" % (v, convert, v))

    # ---- whole functions -------------------------------------------------------------------------------------------------

    def struct(self, node):
        self.struct_body(1, node, "v")
        if not node.names:
            self.add(1, "return")

    def struct_body(self, indent, node, v):
        self.fresh += 1
        values = ["f%d_%d" % (self.fresh, index) for index in range(len(node.parts))]
        known, names = self.constant({}), self.constant(node.names)
        self.add(indent, "if type(%s) is dict:" % v, "    if len(%s) != %d: raise Mismatch" % (v, len(values)))
        for value, name in zip(values, node.names):
            self.add(indent + 1, "%s = %s[%r]" % (value, v, name))
        self.add(indent, "else: %s(%s.get(type(%s)) or writing.getter(%s, %s, %s))(%s)" % (
            "".join(x + ", " for x in values) + "= " if values else "", known, v, v, names, known, v))
        index = 0
        while index < len(values):
            stop = index
            while stop < len(values) and node.parts[stop].kind in ("Float", "Boolean"):
                stop += 1
            if stop - index < 2:
                self.write(indent, node.parts[index], values[index])
                index += 1
                continue
            code, packed = "", []
            for part, value in zip(node.parts[index:stop], values[index:stop]):
                if part.kind == "Float":
                    self.convert(indent, part, value)
                    packed.append("%s if %s == %s else nan" % (value, value, value))
                    code += "d"
                else:
                    packed.append("%s if type(%s) is bool else as_boolean(%s)" % (value, value, value))
                    code += "?"
            self.add(indent, "o += %s(%s)" % (self.constant(Struct("<" + code).pack), ", ".join(packed)))
            index = stop

    def variant(self, node):
        if node.optional:
            inner = node.parts[1]
            self.add(1, "if type(v) is Variant:",
                     "    if v.case == 'some': v = v.value",
                     "    elif v.case == 'none' and v.value is None: o.append(0); return",
                     "    else: raise Mismatch" if node.wrapped or inner.kind != "Variant" else "    else: pass")
            if node.wrapped:
                self.add(1, "elif v is None: o.append(0); return", "else: raise Mismatch")
            else:
                self.add(1, "elif v is None: o.append(0); return")
            self.add(1, "o.append(1)")
            self.write(1, inner, "v")
            return
        self.add(1, "if not isinstance(v, Variant): raise Mismatch", "c = v.case; v = v.value")
        for index, (name, part) in enumerate(zip(node.names, node.parts)):
            self.add(1, "%s c == %r:" % ("elif" if index else "if", name))
            self.add(2, "o.append(%d)" % index if index < 128 else "varint(o, %d)" % index)
            self.write(2, part, "v")
        self.add(1, "else: raise Mismatch" if node.names else "raise Mismatch")

    def ref(self, node):
        self.add(1, "if type(v) is not Ref: raise Mismatch", "o.append(0)", "v = v.value")
        self.write(1, node.parts[0], "v")

    def array(self, node):
        element = node.parts[0]
        self.add(1, "if type(v) is not list and type(v) is not tuple:",
                 "    v = writing.sequence(v, o, %s)" % self.constant(node), "    if v is None: return",
                 "o.append(0); n = len(v)", "if n < 128: o.append(n)", "else: varint(o, n)")
        if element.kind == "Float":
            self.add(1, "writing.floats(v, o)")
        elif element.kind == "Integer":
            self.add(1, "writing.integers(v, o)")
        else:
            self.add(1, "for x in v:")
            self.write(2, element, "x", inline=True)

    def keys(self, node):
        """Lines that sort the container's keys: `ks` becomes [(order key, bytes, key)], without equal ones."""
        key = node.parts[0]
        self.add(2, "x = k")
        self.write(2, key, "x")
        decode = self.constant(Decoder(key_shape(key)).decode)
        self.add(2, "b = bytes(o[at:]); del o[at:]", "ks.append((%s(b, 0), b, k))" % decode)
        self.add(1, "writing.order(ks)")

    def set(self, node):
        self.add(1, "if not isinstance(v, writing.AbstractSet): raise Mismatch",
                 "o.append(0); n = len(v)", "if n < 128: o.append(n)", "else: varint(o, n)")
        if node.parts[0].kind == "Integer":
            self.add(1, "if set(map(type, v)) == {int}:", "    writing.integers(sorted(v), o); return")
        if node.parts[0].kind == "String":
            self.add(1, "if set(map(type, v)) == {str}:", "    writing.strings(writing.sorted_text(v), o); return")
        self.add(1, "at = len(o); ks = []", "for k in v:")
        self.keys(node)
        self.add(1, "for _, b, _ in ks: o += b")

    def dict(self, node):
        self.add(1, "if not isinstance(v, Mapping): raise Mismatch",
                 "o.append(0); n = len(v)", "if n < 128: o.append(n)", "else: varint(o, n)")
        for kind, exact, order in (("Integer", "int", "sorted"), ("String", "str", "writing.sorted_text")):
            if node.parts[0].kind == kind:
                self.add(1, "if set(map(type, v)) == {%s}:" % exact, "    for k in %s(v):" % order, "        x = v[k]")
                self.write(3, node.parts[0], "k")
                self.write(3, node.parts[1], "x")
                self.add(2, "return")
        self.add(1, "at = len(o); ks = []", "for k in v:")
        self.keys(node)
        self.add(1, "for _, b, k in ks:", "    o += b", "    x = v[k]")
        self.write(2, node.parts[1], "x")


_FUNCTIONS = {
    "Struct": _Writer.struct, "Variant": _Writer.variant, "Ref": _Writer.ref, "Array": _Writer.array, "Set": _Writer.set,
    "Dict": _Writer.dict,
}
