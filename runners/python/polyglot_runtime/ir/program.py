"""Programs: IR as values of East's own type of IR, and reading one from a file (spec 2).

A node is the variant (kind, fields); the fields are a tuple in the order of the schema: type, location, then the kind's own. Types in
nodes stay values too, with their lists, so that a function is written again exactly as it was shared.
"""

import hashlib

from ..east import schema
from ..east.text import friendly
from ..east.types import BLOB, BOOLEAN, DATETIME, FLOAT, INTEGER, NULL, STRING, graph, nodes
from .errors import NotLoaded
from .formats.binary import BadBytes, Reader, check_magic
from .formats.beast2_reading import reader_of
from .formats.beast2_writing import writer_of
from .type_values import TYPE_OF_TYPES, read_type

MAX_NODES = 4000000
UNSUPPORTED = "unsupported IR version: this program was made for another version of East (here: 0.0.1-beta.25); export it with that version"
HAS_CAPTURES = "not a program: the outermost function captures variables, and there is nothing around it to take them from"
NOT_A_PROGRAM = "not a program: the file holds a value of type %s"
NOT_A_FUNCTION = "not a program: the outermost node is %s, and a program is a Function or an AsyncFunction"


def _struct(fields, types):
    return "Struct", tuple((name, types[kind]) for name, kind in (part.split(":") for part in fields.split()))


LOCATION = ("Struct", (("filename", STRING), ("line", INTEGER), ("column", INTEGER)))
_LABEL = ("Struct", (("name", STRING), ("location", LOCATION)))
_LITERAL = ("Variant", (("Blob", BLOB), ("Boolean", BOOLEAN), ("DateTime", DATETIME), ("Float", FLOAT), ("Integer", INTEGER),
                        ("Null", NULL), ("String", STRING)))

FIELDS = {
    "As": "value:ir", "Assign": "variable:ir value:ir", "AsyncFunction": "captures:irs parameters:irs body:ir",
    "Block": "statements:irs", "Break": "label:label", "Builtin": "builtin:text type_parameters:types arguments:irs",
    "Call": "function:ir arguments:irs", "CallAsync": "function:ir arguments:irs", "Continue": "label:label", "Error": "message:ir",
    "ForArray": "array:ir label:label key:ir value:ir body:ir", "ForDict": "dict:ir label:label key:ir value:ir body:ir",
    "ForSet": "set:ir label:label key:ir body:ir", "Function": "captures:irs parameters:irs body:ir",
    "GetField": "field:text struct:ir", "IfElse": "ifs:ifs else_body:ir", "Let": "variable:ir value:ir",
    "Match": "variant:ir cases:cases", "NewArray": "values:irs", "NewDict": "values:entries", "NewRef": "value:ir",
    "NewSet": "values:irs", "Platform": "name:text arguments:irs async:flag", "Return": "value:ir", "Struct": "fields:fields",
    "TryCatch": "try_body:ir catch_body:ir message:ir stack:ir finally_body:ir", "UnwrapRecursive": "value:ir",
    "Value": "value:literal", "Variable": "name:text mutable:flag captured:flag", "Variant": "case:text value:ir",
    "While": "predicate:ir label:label body:ir", "WrapRecursive": "value:ir"}


def _ir_type():
    def listed(text):
        return "Array", _struct(text, {"ir": ("Recursive", 4), "text": STRING})
    kinds = {"ir": ("Recursive", 2), "irs": ("Array", ("Recursive", 3)), "label": _LABEL, "text": STRING, "flag": BOOLEAN,
             "types": ("Array", TYPE_OF_TYPES), "literal": _LITERAL, "type": TYPE_OF_TYPES, "location": LOCATION,
             "ifs": listed("predicate:ir body:ir"), "cases": listed("case:text variable:ir body:ir"),
             "entries": listed("key:ir value:ir"), "fields": listed("name:text value:ir")}
    return "Variant", tuple(
        (kind, _struct("type:type location:location " + fields, kinds)) for kind, fields in sorted(FIELDS.items()))


IR = _ir_type()
HEADER = schema.MAGIC + schema.encode(IR)


def _graph():
    root = graph(IR, (TYPE_OF_TYPES, LOCATION, _LABEL, _LITERAL))
    for node in nodes(root):
        node.identity = "ir", node.identity     # lists of programs are never those of values
    return root


_node = _graph()
read_node = reader_of(_node)        # (binary.Reader) -> node
write_node = writer_of(_node)       # (beast2_writing.Writer, node)


class Loaded:
    """A program that was read: its outermost function, and the id that names it."""

    def __init__(self, root, data):
        self.root = root
        self.id = hashlib.sha256(data).hexdigest()


def load(data):
    """The program in the bytes of a beast2 file. Raises NotLoaded."""
    try:
        if data[:len(HEADER)] == HEADER:
            at = len(HEADER)
        else:
            check_magic(data, schema.MAGIC)
            found, at = read_type(data, len(schema.MAGIC))
            if found != IR:
                raise NotLoaded(UNSUPPORTED if _looks_like_ir(found) else NOT_A_PROGRAM % friendly(found))
        return load_value(data, at)
    except BadBytes as error:
        raise NotLoaded(str(error)) from None


def load_value(data, at=0):
    """The program in a headerless value. Raises NotLoaded."""
    reader = Reader(data, at)
    try:
        root = read_node(reader)
        reader.finish()
    except BadBytes as error:
        raise NotLoaded(str(error)) from None
    if root[0] not in ("Function", "AsyncFunction"):
        raise NotLoaded(NOT_A_FUNCTION % root[0])
    if root[1][2]:
        raise NotLoaded(HAS_CAPTURES)
    return Loaded(root, data[at:])


def _looks_like_ir(type_):
    if type_[0] == "Variant":
        names = [name for name, _ in type_[1]]
        return "Function" in names and "Builtin" in names
    return type_[0] == "Struct" and any(_looks_like_ir(part) for _, part in type_[1])
