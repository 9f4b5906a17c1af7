"""East types as tuples, so that they compare, hash and print by themselves, and as graphs, which codecs are made from.

    ("Integer",)   ("Array", T)   ("Set", K)   ("Ref", T)   ("Dict", K, V)   ("Struct", ((name, T), ...))
    ("Variant", ((case, T), ...)) with sorted cases   ("Recursive", n)   ("Function", (T, ...), T)
"""

NULL, BOOLEAN, INTEGER, FLOAT = ("Null",), ("Boolean",), ("Integer",), ("Float",)
STRING, DATETIME, BLOB, NEVER = ("String",), ("DateTime",), ("Blob",), ("Never",)

SCALARS = frozenset(("Null", "Boolean", "Integer", "Float", "String", "DateTime", "Blob", "Never"))
FIXED_CODES = {"Float": "d", "Boolean": "?", "Null": ""}
MAX_DEPTH = 200
MAX_NODES = 1 << 16


class BadType(ValueError):
    """Bytes or text that are not a valid East type."""


def utf16_key(text):
    """Sorts strings as East does: by UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


def option(inner):
    return ("Variant", (("none", NULL), ("some", inner)))


def variant(cases):
    return ("Variant", tuple(sorted(cases, key=lambda case: utf16_key(case[0]))))


def is_option(type_):
    return type_[0] == "Variant" and len(type_[1]) == 2 and type_[1][0] == ("none", NULL) and type_[1][1][0] == "some"


def children(type_):
    """The types directly within a type."""
    kind = type_[0]
    if kind in ("Struct", "Variant"):
        return [part for _, part in type_[1]]
    if kind in ("Function", "AsyncFunction"):
        return [*type_[1], type_[2]]
    if kind == "Recursive":
        return []
    return list(type_[1:])


def check(type_):
    """Raises BadType unless the type obeys the rules of East (sorted cases, immutable keys, references that hit)."""
    _check(type_, 0, False, [0])


def _check(type_, depth, key, count):
    count[0] += 1
    if count[0] > MAX_NODES:
        raise BadType("the type has more than %d parts" % MAX_NODES)
    if depth > MAX_DEPTH:
        raise BadType("the type is nested deeper than %d levels" % MAX_DEPTH)
    kind = type_[0]
    if kind == "Recursive":
        if not 1 <= type_[1] <= depth:
            raise BadType("Recursive %d points outside of the type" % type_[1])
        return
    if key and kind in ("Ref", "Array", "Set", "Dict", "Function", "AsyncFunction"):
        raise BadType("a key cannot contain %s" % kind)
    if kind in ("Struct", "Variant"):
        names = [name for name, _ in type_[1]]
        if len(set(names)) != len(names):
            raise BadType("%s has two parts of the same name" % kind)
        if kind == "Variant" and names != sorted(names, key=utf16_key):
            raise BadType("the cases of a Variant are not sorted")
    for index, part in enumerate(children(type_)):
        _check(part, depth + 1, key or kind == "Set" or (kind == "Dict" and index == 0), count)


class Node:
    """A type in which recursion is a reference to the node itself.

    `parts` are the nodes within, `names` belong to them (Struct, Variant). `recursive`: the node can be reached from itself.
    """

    __slots__ = ("kind", "type", "parts", "names", "recursive", "width", "code", "identity")

    def __init__(self, type_):
        self.kind, self.type = type_[0], type_
        self.parts, self.names, self.recursive = (), (), False
        self.width = self.code = None       # of fixed-width types: bytes, and struct format letters
        self.identity = None

    @property
    def optional(self):
        return is_option(self.type)

    @property
    def wrapped(self):
        """An Option whose content could be mistaken for the Option itself, so that a bare value cannot stand for `some`."""
        inner = self.parts[1] if self.optional else None
        return inner is not None and (
            inner.kind == "Null" or (inner.kind == "Variant" and ("some" in inner.names or "none" in inner.names)))


def graph(type_, closed=()):
    """The Node of a type that `check` accepts. `closed`: parts that occur often and refer to nothing outside: one Node each."""
    shared = {}
    for part in closed:
        shared[id(part)] = _node(part, [], shared)
    root = _node(type_, [], shared)
    number_identities(root)
    return root


def _node(type_, stack, shared):
    known = shared.get(id(type_))
    if known is not None:
        return known
    if type_[0] == "Recursive":
        target = stack[-type_[1]]
        for node in stack[-type_[1]:]:
            node.recursive = True
        return target
    node = Node(type_)
    if node.kind in ("Struct", "Variant"):
        node.names = tuple(name for name, _ in type_[1])
    stack.append(node)
    node.parts = tuple([_node(part, stack, shared) for part in children(type_)])
    stack.pop()
    if node.kind in FIXED_CODES:
        node.code = FIXED_CODES[node.kind]
    elif node.kind == "Struct" and not node.recursive and all(part.code is not None for part in node.parts):
        node.code = "".join(part.code for part in node.parts)
    if node.code is not None:
        node.width = sum(8 if letter == "d" else 1 for letter in node.code)
    return node


def nodes(root):
    """Every node once, the root first."""
    found, todo = {id(root): root}, [root]
    while todo:
        for part in todo.pop().parts:
            if id(part) not in found:
                found[id(part)] = part
                todo.append(part)
    return list(found.values())


def number_identities(root):
    """Gives nodes the same `identity` exactly when they unfold to the same type (partition refinement)."""
    every = nodes(root)
    blocks = {}
    for node in every:
        node.identity = blocks.setdefault((node.kind, node.names, len(node.parts)), len(blocks))
    while True:
        finer = {}
        fresh = [finer.setdefault((node.identity, tuple(part.identity for part in node.parts)), len(finer)) for node in every]
        for node, identity in zip(every, fresh):
            node.identity = identity
        if len(finer) == len(blocks):
            return
        blocks = finer
