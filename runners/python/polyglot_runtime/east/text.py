"""The two texts of a type: East's own, and the friendly one of ir/friendly-types.md."""

from .types import NULL, children, is_option

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def quote(text):
    """A string as East prints it: JSON's form, everything printable as it is."""
    return '"' + "".join(
        _ESCAPES.get(c) or ("\\u%04x" % ord(c) if c < " " or "\ud800" <= c <= "\udfff" else c) for c in text) + '"'


def identifier(name):
    """A field's or case's name, in backticks where it is no plain identifier."""
    plain = name.isascii() and name.replace("_", "a").isalnum() and not name[0].isdigit() if name else False
    return name if plain else "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def east(type_):
    """East text: `.Array .Struct [(name="a", type=.Integer)]`."""
    kind = type_[0]
    if kind in ("Struct", "Variant"):
        return ".%s [%s]" % (kind, ", ".join("(name=%s, type=%s)" % (quote(n), east(t)) for n, t in type_[1]))
    if kind == "Dict":
        return ".Dict (key=%s, value=%s)" % (east(type_[1]), east(type_[2]))
    if kind in ("Function", "AsyncFunction"):
        return ".%s (inputs=[%s], output=%s)" % (kind, ", ".join(map(east, type_[1])), east(type_[2]))
    if kind == "Recursive":
        return ".Recursive %d" % type_[1]
    return " ".join(["." + kind, *map(east, type_[1:])])


def friendly(type_):
    """The friendly text: `Array<Struct<a: Integer>>`. A reference out of the printed part reads `...`."""
    return _Friendly().print(type_)


class _Friendly:
    def __init__(self):
        self.stack = []         # for each enclosing constructor the name it got, or None
        self.bound = 0          # names in use

    def print(self, type_):
        kind = type_[0]
        if kind == "Recursive":
            return self.stack[-type_[1]] if type_[1] <= len(self.stack) else "..."
        name = None
        if _refers(type_, 0):
            self.bound += 1
            name = "Self" if self.bound == 1 else "Self%d" % self.bound
        self.stack.append(name)
        text = self.body(type_)
        self.stack.pop()
        if name:
            self.bound -= 1
            return "Recursive<%s = %s>" % (name, text)
        return text

    def body(self, type_):
        kind = type_[0]
        if is_option(type_):
            return "Option<%s>" % self.print(type_[1][1][1])
        if kind in ("Struct", "Variant"):
            return "%s<%s>" % (kind, ", ".join(
                identifier(name) if kind == "Variant" and part == NULL else "%s: %s" % (identifier(name), self.print(part))
                for name, part in type_[1]))
        if kind in ("Function", "AsyncFunction"):
            arrow = "(%s) => %s" % (", ".join(map(self.print, type_[1])), self.print(type_[2]))
            return "async " + arrow if kind == "AsyncFunction" else arrow
        return "%s<%s>" % (kind, ", ".join(map(self.print, type_[1:]))) if len(type_) > 1 else kind


def _refers(type_, level):
    """Whether a back-reference within `type_` points at the constructor `level` steps out."""
    if type_[0] == "Recursive":
        return type_[1] == level
    return any(_refers(part, level + 1) for part in children(type_))
