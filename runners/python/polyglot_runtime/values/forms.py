"""Forms: what an annotation asks for, read once and used twice (to infer an East type, and to shape a value of one)."""


class Form:
    """One annotation.

    kind     any, null, bool, int, float, str, datetime, bytes, list, tuple, deque, set, frozenset, dict, option, struct, variant, ref,
             ndarray, matrix, series, frame, east, problem
    parts    the forms within (of a struct: of its fields; of `frame`: the row, or nothing)
    names    the fields of a struct
    make     what the decoded value is passed through (a class such as bytearray or numpy.float32), or the struct's class
    how      of a struct: "dict" (TypedDict), "tuple" (NamedTuple) or "call" (dataclass: fields by keyword)
    east     the East type of the kinds `east` and, where the dtype says it, `ndarray`
    text     the annotation for people; of a problem what is wrong
    """

    __slots__ = ("kind", "parts", "names", "make", "how", "east", "text")

    def __init__(self, kind, parts=(), names=(), make=None, how=None, east=None, text=None):
        self.kind, self.parts, self.names, self.make = kind, parts, names, make
        self.how, self.east, self.text = how, east, text or kind


ANY = Form("any", text="no annotation")
