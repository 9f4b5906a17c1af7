"""The source of decoders: writes a Python function per shape, (bytes, position) -> (value, position), and compiles them.

The functions are written for the usual file, in which no container is referred to twice. A back-reference raises Aliased; for such a
file they are written with a register of positions (`s`), in which containers stand before their contents are read.
"""

from collections import deque
from struct import Struct, iter_unpack

from . import reading
from .errors import Aliased, MAX_EMPTY_ELEMENTS
from .natives import Ref, Variant
from .scalars import from_milliseconds
from .shapes import key_shape

FILE = "<polyglot decoder>"


def generate(shape, aliased):
    """The function that decodes the shape; `aliased`: it takes a reading.Register too."""
    return _Writer(aliased).function_for(shape)


class _Writer:
    """Writes the functions of the shapes reachable from one. `names` is the globals of the generated code."""

    def __init__(self, aliased):
        self.aliased = aliased
        self.extra = ", s" if aliased else ""
        self.lines = []
        self.numbers = {}       # shape -> its function's number
        self.todo = []
        self.fresh = 0
        self.names = {
            "varint": reading.varint, "float_nan": reading.float_nan, "count": reading.count, "from_ms": from_milliseconds,
            "bad_tag": reading.bad_tag, "never": reading.never, "Variant": Variant, "Ref": Ref,
            "deque": deque, "iter_unpack": iter_unpack, "Aliased": Aliased, "unpack_d": Struct("<d").unpack_from,
            "float_key": reading.float_key, "utf16": reading.utf16_key, "strict": reading.strict, "reading": reading}

    def function_for(self, root):
        self.number(root)
        while self.todo:
            self.function(self.todo.pop())
        exec(compile("\n".join(self.lines), FILE, "exec"), self.names)
        return self.names["d%d" % self.numbers[root]]

    def number(self, shape):
        if shape not in self.numbers:
            self.numbers[shape] = len(self.numbers)
            self.todo.append(shape)
        return self.numbers[shape]

    def constant(self, value):
        """A global of the generated code that holds the value."""
        self.fresh += 1
        self.names["k%d" % self.fresh] = value
        return "k%d" % self.fresh

    def add(self, indent, *lines):
        self.lines.extend("    " * indent + line for line in lines)

    def function(self, shape):
        self.add(0, "def d%d(b, p%s):" % (self.numbers[shape], self.extra))
        writer = _CONTAINERS.get(shape.kind)
        if writer:
            writer(self, shape)
        else:
            self.read(1, shape, "v", inline=True)
            self.add(1, "return v, p")

    # ---- one value in the middle of a function --------------------------------------------------------------------------

    def read(self, indent, shape, target, inline=False):
        """Lines that read a value at p into `target` and advance p."""
        writer = _INLINE.get(shape.kind)
        if writer and (inline or shape.kind not in _OWN_FUNCTION or _small(shape)):
            writer(self, indent, shape, target)
            if shape.make and shape.kind != "struct":
                self.add(indent, "%s = %s(%s)" % (target, self.constant(shape.make), target))
        else:
            self.add(indent, "%s, p = d%d(b, p%s)" % (target, self.number(shape), self.extra))

    def varint(self, indent, target):
        self.add(indent, "%s = b[p]; p += 1" % target, "if %s > 127: %s, p = varint(b, p, %s)" % (target, target, target))

    def null(self, indent, shape, target):
        self.add(indent, "%s = None" % target)

    def boolean(self, indent, shape, target):
        self.add(indent, "%s = b[p] != 0; p += 1" % target)

    def integer(self, indent, shape, target):
        self.varint(indent, target)
        self.add(indent, "%s = (%s >> 1) ^ -(%s & 1)" % (target, target, target))

    def float(self, indent, shape, target):
        self.add(indent, "%s, = unpack_d(b, p); p += 8" % target,
                 "if %s != %s: float_nan(b, p - 8)" % (target, target))

    def string(self, indent, shape, target):
        self.blob(indent, shape, target)
        self.add(indent, "%s = %s.decode()" % (target, target))

    def blob(self, indent, shape, target):
        self.varint(indent, "n")
        self.add(indent, "q = p + n", "if q > len(b): count(b, p, n)", "%s = b[p:q]; p = q" % target)

    def datetime(self, indent, shape, target):
        self.integer(indent, shape, target)
        self.add(indent, "%s = from_ms(%s)" % (target, target))

    def never(self, indent, shape, target):
        self.add(indent, "%s = never()" % target)

    def option(self, indent, shape, target):
        self.varint(indent, "t")
        self.add(indent, "if t == 1:")
        self.read(indent + 1, shape.parts[0], target)
        self.add(indent, "elif t == 0: %s = None" % target, "else: bad_tag(p, t)")

    def struct(self, indent, shape, target):
        values = self.fields(indent, shape)
        self.add(indent, "%s = %s" % (target, self.build(shape, values)))

    def build(self, shape, values):
        """The expression that makes a struct of its fields' values."""
        if shape.how == "tuple":
            return "%s(%s)" % (self.constant(shape.make), ", ".join(values))
        body = "{%s}" % ", ".join("%r: %s" % pair for pair in zip(shape.names, values))
        return body if shape.how == "dict" else "%s(**%s)" % (self.constant(shape.make), body)

    def fields(self, indent, shape):
        """Reads a struct's fields, neighbours of fixed width in one go, and gives the names of the variables."""
        self.fresh += 1
        values = ["f%d_%d" % (self.fresh, index) for index in range(len(shape.parts))]
        index = 0
        while index < len(values):
            stop = index
            while stop < len(values) and shape.parts[stop].kind in ("Float", "Boolean") and not shape.parts[stop].make:
                stop += 1
            if stop - index < 2:
                self.read(indent, shape.parts[index], values[index])
                index += 1
                continue
            code = "".join("d" if part.kind == "Float" else "?" for part in shape.parts[index:stop])
            packed = Struct("<" + code)
            self.add(indent, "%s = %s(b, p); p += %d" % (
                ", ".join(values[index:stop]), self.constant(packed.unpack_from), packed.size))
            offset = 0
            for value, letter in zip(values[index:stop], code):
                if letter == "d":
                    self.add(indent, "if %s != %s: float_nan(b, p - %d)" % (value, value, packed.size - offset))
                offset += 8 if letter == "d" else 1
            index = stop
        return values

    def variant(self, indent, shape, target):
        self.varint(indent, "t")
        for index, (name, part) in enumerate(zip(shape.names, shape.parts)):
            self.add(indent, "%s t == %d:" % ("elif" if index else "if", index))
            if part.kind == "Null":
                self.add(indent + 1, "%s = %s" % (target, self.constant(Variant(name))))
            else:
                self.read(indent + 1, part, target)
                self.add(indent + 1, "%s = Variant(%r, %s)" % (target, name, target))
        self.add(indent, "else: bad_tag(p, t)" if shape.names else "bad_tag(p, t)")

    # ---- keys: values that sort as East does -----------------------------------------------------------------------------

    def key(self, indent, shape, target):
        kind = shape.kind[4:]
        if kind == "Float":
            self.add(indent, "%s = float_key(b, p); p += 8" % target)
        elif kind == "String":
            self.string(indent, shape, target)
            self.add(indent, "%s = utf16(%s)" % (target, target))
        elif kind == "Null":
            self.add(indent, "%s = 0" % target)
        elif kind == "Struct":
            values = self.fields(indent, shape)
            self.add(indent, "%s = (%s)" % (target, "".join(value + ", " for value in values)))
        elif kind == "Variant":
            self.fresh += 1
            tag = "t%d" % self.fresh
            self.varint(indent, tag)
            for index, part in enumerate(shape.parts):
                self.add(indent, "%s %s == %d:" % ("elif" if index else "if", tag, index))
                self.read(indent + 1, part, target)
            self.add(indent, ("else: " if shape.parts else "") + "bad_tag(p, %s)" % tag, "%s = (%s, %s)" % (target, tag, target))
        else:
            {"Boolean": _Writer.boolean, "Integer": _Writer.integer, "DateTime": _Writer.integer, "Blob": _Writer.blob,
             "Never": _Writer.never}[kind](self, indent, shape, target)

    # ---- containers: whole functions -------------------------------------------------------------------------------------

    def begin(self, shape, early=None):
        """Reads the marker; a container that may contain itself is registered before its contents as what `early` makes."""
        if not self.aliased:
            self.add(1, "if b[p]: raise Aliased", "p += 1")
            if early:
                self.add(1, "o = %s" % early)
            return
        identity, number = shape.node.identity, self.numbers[shape]
        self.add(1, "at = p; m = b[p]; p += 1",
                 "if m > 127: m, p = varint(b, p, m)",
                 "if m: return s.find(at, m, %d, %d, b, d%d), p" % (identity, number, number),
                 "at = p; s.enter(at, %d, %d)" % (identity, number))
        if early:
            self.add(1, "o = %s" % early, "s.place(at, %d, o)" % number)

    def finish(self, shape, value):
        if self.aliased:
            self.add(1, "r = %s" % value, "s.place(at, %d, r)" % self.numbers[shape], "return r, p")
        else:
            self.add(1, "return %s, p" % value)

    def length(self, node, indent=1):
        """Reads a count into `size` and checks it against what remains."""
        self.varint(indent, "size")
        if _may_be_empty(node):
            self.add(indent, "if size > %d: reading.flood(size)" % MAX_EMPTY_ELEMENTS)
        else:
            self.add(indent, "if size > len(b) - p: count(b, p, size)")

    def array(self, shape):
        element = shape.parts[0]
        wrap = {"tuple": "tuple(o)", "deque": "deque(o)"}.get(shape.how, "o")
        self.begin(shape, "[]" if wrap == "o" else None)
        self.length(element.node)
        bulk = self.bulk(element)
        if bulk:
            self.add(1, "%s, p = %s" % ("r" if wrap == "o" else "o", bulk))
            if wrap == "o":
                self.add(1, "o.extend(r)" if self.aliased else "o = r")
        else:
            if wrap != "o":
                self.add(1, "o = []")
            self.elements(element, "o", "v")
        self.finish(shape, wrap)

    def bulk(self, element):
        """The call that reads n elements at once, for the types where there is one."""
        if element.make and element.kind != "struct":
            return None
        if element.kind == "Float":
            return "reading.floats(b, p, size)"
        if element.kind == "Boolean":
            return "reading.booleans(b, p, size)"
        if element.kind in ("Integer", "milliseconds"):
            return "reading.integers(b, p, size)"
        if element.kind == "struct" and element.node.width:
            names = []
            made = self.row(element, names)
            code, width = element.node.code, element.node.width
            return made and "[%s for %s, in iter_unpack(%r, reading.rows(b, p, size, %r, %d))], p + size * %d" % (
                made, ", ".join(names), "<" + code, code, width, width)
        return None

    def row(self, shape, names):
        """The expression that makes a fixed-width struct of the variables that it adds to `names`, or None where it takes more."""
        if shape.make and shape.kind != "struct":
            return None
        if shape.kind in ("Float", "Boolean"):
            names.append("x%d" % len(names))
            return names[-1]
        if shape.kind == "Null":
            return "None"
        values = [self.row(part, names) for part in shape.parts]
        return None if None in values else self.build(shape, values)

    def elements(self, element, into, variable):
        self.add(1, "a = %s.append" % into, "for _ in range(size):")
        self.read(2, element, variable, inline=True)
        self.add(2, "a(%s)" % variable)

    def keys(self, shape):
        """Reads n keys (of a set) into ks and checks that they ascend."""
        self.begin(shape, "set()" if shape.kind == "set" and shape.how == "set" else None)
        self.length(shape.parts[0].node)
        self.add(1, "ks = []")
        key = self.ordering(shape.parts[0])
        self.add(1, "a = ks.append")
        if key:
            self.add(1, "os = []", "for _ in range(size):")
            self.add(2, "os.append(d%d(b, p%s)[0])" % (key, self.extra))
        else:
            self.add(1, "for _ in range(size):")
        self.read(2, shape.parts[0], "v")
        self.add(2, "a(v)")
        self.add(1, "strict(%s, p)" % self.ordered(shape.parts[0], key))

    def ordering(self, shape):
        """The number of the function that reads order keys, for keys whose Python values do not sort as East's."""
        return None if shape.kind in ("Integer", "String", "Blob", "Boolean") else self.number(key_shape(shape.node))

    @staticmethod
    def ordered(shape, key):
        return "os" if key else "reading.text_keys(ks)" if shape.kind == "String" else "ks"

    def set(self, shape):
        self.keys(shape)
        if shape.how == "set":
            self.add(1, "o.update(ks)", "if len(o) != size: o.clear(); o.update(reading.distinct_keys(ks))")
            self.finish(shape, "o")
        else:
            self.add(1, "o = frozenset(ks)", "if len(o) != size: o = frozenset(reading.distinct_keys(ks))")
            self.finish(shape, "o")

    def dict(self, shape):
        self.begin(shape, "{}")
        self.length(shape.parts[0].node)
        self.add(1, "ks = []; vs = []", "a = ks.append; w = vs.append")
        key = self.ordering(shape.parts[0])
        if key:
            self.add(1, "os = []")
        self.add(1, "for _ in range(size):")
        if key:
            self.add(2, "os.append(d%d(b, p%s)[0])" % (key, self.extra))
        self.read(2, shape.parts[0], "k")
        self.read(2, shape.parts[1], "v")
        self.add(2, "a(k); w(v)")
        self.add(1, "strict(%s, p)" % self.ordered(shape.parts[0], key))
        self.add(1, "o.update(zip(ks, vs))", "if len(o) != size: o.clear(); o.update(zip(reading.distinct_keys(ks), vs))")
        self.finish(shape, "o")

    def ref(self, shape):
        self.begin(shape, "Ref(None)")
        self.read(1, shape.parts[0], "v")
        self.add(1, "o.value = v")
        self.finish(shape, "o")

    def numpy(self, shape):
        """Arrays and columns: the whole container at once where the elements allow it, else by way of lists."""
        from . import arrays
        self.names["arrays"] = arrays
        self.begin(shape)
        element = shape.node.parts[0]
        self.length(element)
        made = self.constant(arrays.Maker(shape))
        if shape.kind == "matrix" and self.aliased:
            self.add(1, "o = []")
            self.elements(shape.parts[0], "o", "v")
            self.add(1, "o = %s.rows(o)" % made)
        elif shape.kind == "matrix" or arrays.whole(element):
            self.add(1, "o, p = %s.read(b, p, size%s)" % (made, self.extra))
        elif shape.kind == "frame":
            columns = ["c%d" % index for index in range(len(shape.parts))]
            self.add(1, "; ".join("%s = []" % column for column in columns) or "pass", "for _ in range(size):")
            for column, value in zip(columns, self.fields(2, shape)):
                self.add(2, "%s.append(%s)" % (column, value))
            self.add(2, "pass")
            self.add(1, "o = %s.columns([%s], size)" % (made, ", ".join(columns)))
        else:
            self.add(1, "o = []")
            self.elements(shape.parts[0], "o", "v")
            self.add(1, "o = %s.column(o)" % made)
        self.finish(shape, "o")


def _may_be_empty(node, seen=()):
    """Whether a value of the type can take no bytes at all."""
    return node.kind in ("Null", "Never") or (
        node.kind == "Struct" and node not in seen and all(_may_be_empty(part, (*seen, node)) for part in node.parts))


def _small(shape):
    """An Option of a scalar is read where it stands."""
    return shape.kind == "option" and shape.parts[0].kind in _INLINE and shape.parts[0].kind not in _OWN_FUNCTION


_INLINE = {
    "Null": _Writer.null, "Boolean": _Writer.boolean, "Integer": _Writer.integer, "Float": _Writer.float,
    "String": _Writer.string, "Blob": _Writer.blob, "DateTime": _Writer.datetime, "Never": _Writer.never,
    "milliseconds": _Writer.integer, "option": _Writer.option, "struct": _Writer.struct, "variant": _Writer.variant,
}
_INLINE.update(("key " + kind, _Writer.key) for kind in (
    "Null", "Boolean", "Integer", "Float", "String", "DateTime", "Blob", "Never", "Struct", "Variant"))
_OWN_FUNCTION = frozenset(("option", "struct", "variant", "key Struct", "key Variant"))
_CONTAINERS = {
    "list": _Writer.array, "set": _Writer.set, "dict": _Writer.dict, "ref": _Writer.ref,
    "ndarray": _Writer.numpy, "matrix": _Writer.numpy, "series": _Writer.numpy, "frame": _Writer.numpy,
}
