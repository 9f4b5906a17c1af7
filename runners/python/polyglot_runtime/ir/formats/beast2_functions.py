"""Functions inside of beast2 values: the node of the function, in the table of shared containers of the value."""

from ...east.text import east
from ..functions import node_of
from ..program import HAS_CAPTURES, read_node, write_node
from ..subtyping import same_values, subtype
from ..type_values import Types
from .binary import BadBytes, NOT_COMPILED, TYPE_MISMATCH

EXPECTED = "Expected %s IR, got %s at offset %d"

__all__ = ["node_of", "read_function", "write_node"]


def read_function(reader, node):
    """The function at the reader, for a position of the type's node."""
    start = reader.at
    program = read_node(reader)
    kind = node.kind
    if program[0] != kind:
        raise BadBytes(EXPECTED % (kind, program[0], start))
    if program[1][2]:
        raise BadBytes(NOT_COMPILED % HAS_CAPTURES)
    found = Types().of(program[1][0])
    if found != node.type and not subtype(found, node.type) and not same_values(found, node.type):
        raise BadBytes(TYPE_MISMATCH % (east(node.type), east(found)))
    return reader.make(program)
