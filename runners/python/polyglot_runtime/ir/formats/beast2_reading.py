"""Functions that read values of one type from a binary.Reader."""

from ..containers import EastDict, EastSet, Ref
from ..order import relation
from .binary import BadBytes, EMPTY_ELEMENTS, FUNCTION, KEY_ORDER, MAX_EMPTY_ELEMENTS, NEVER, Reader


def reader_of(node):
    """The reading function of a type's node."""
    return _reader(node, {})


def least_bytes(node):
    """How many bytes a value of the type takes at least."""
    if node.width is not None:
        return node.width
    if node.kind == "Struct" and not node.recursive:
        return sum(map(least_bytes, node.parts))
    return 1


def _null(reader):
    return None


def _never(reader):
    raise BadBytes(NEVER % reader.at)


_SCALARS = {"Null": _null, "Boolean": Reader.boolean, "Integer": Reader.zigzag, "Float": Reader.float, "String": Reader.string,
            "DateTime": Reader.zigzag, "Blob": Reader.blob, "Never": _never}


def _reader(node, made):
    simple = _SCALARS.get(node.kind)
    if simple is not None:
        return simple
    cell = made.get(id(node))
    if cell is not None:
        return cell[0] or (lambda reader: cell[0](reader))
    cell = made[id(node)] = [None]
    parts = [_reader(part, made) for part in node.parts] if node.kind not in ("Function", "AsyncFunction") else ()
    cell[0] = _COMPOSITES[node.kind](node, parts)
    return cell[0]


def _struct(node, parts):
    empty = max(0, len(parts) - least_bytes(node)) if node.width != 0 else 0
    only = tuple([None] * len(parts)) if node.width == 0 and all(part.kind == "Null" for part in node.parts) else None
    if only is not None:
        return lambda reader: only
    if empty > 8:
        def read_sparse(reader):
            reader.empty += empty
            if reader.empty > MAX_EMPTY_ELEMENTS:
                raise BadBytes(EMPTY_ELEMENTS % reader.at)
            return tuple([read(reader) for read in parts])
        return read_sparse
    if len(parts) == 2:
        first, second = parts
        return lambda reader: (first(reader), second(reader))
    if len(parts) == 3:
        one, two, three = parts
        return lambda reader: (one(reader), two(reader), three(reader))
    return lambda reader: tuple([read(reader) for read in parts])


def _variant(node, parts):
    if _is_program(node) and node.recursive:
        return _program_variant(node, parts)
    return _variant_reader(node, parts)


def _variant_reader(node, parts):
    count = len(parts)
    cases = [((name, None), None) if part.kind == "Null" else (name, read) for name, part, read in zip(node.names, node.parts, parts)]
    recursive = node.recursive

    def read_variant(reader):
        case, read = cases[reader.tag(count)]
        if read is None:
            return case
        if recursive:
            reader.enter()
            value = case, read(reader)
            reader.depth -= 1
            return value
        return case, read(reader)
    return read_variant


# ---- lists of programs: sharing must not make a little data into a program without end ---------------------------------------------

MAX_WEIGHT = 1 << 25
CYCLIC = "a list of nodes contains itself: not a program"
TOO_HEAVY = "the program has too many nodes"
_OPEN = object()        # a list that is still being read


def _program_array(node, parts):
    """As `_array`; every list knows how many nodes it holds, shared ones counted each time."""
    read, identity = parts[0], node.identity
    least = least_bytes(node.parts[0])

    def read_list(reader):
        start = reader.at
        known = reader.earlier(identity)
        if known is not None:
            if known[0] is _OPEN:
                raise BadBytes(CYCLIC)
            reader.nodes += known[1]
            if reader.nodes > MAX_WEIGHT:
                raise BadBytes(TOO_HEAVY)
            return known[0]
        place, before = reader.at, reader.nodes
        reader.shared[place] = (_OPEN, start), identity
        count = reader.count(least)
        reader.enter()
        items = [read(reader) for _ in range(count)]
        reader.depth -= 1
        reader.shared[place] = (items, reader.nodes - before), identity
        return items
    return read_list


def _program_variant(node, parts):
    read_variant = _variant_reader(node, parts)

    def read_node(reader):
        reader.nodes += 1
        if reader.nodes > MAX_WEIGHT:
            raise BadBytes(TOO_HEAVY)
        return read_variant(reader)
    return read_node


def _is_program(node):
    """Whether the node belongs to the type of programs, whose identities are marked."""
    return isinstance(node.identity, tuple)


def _array(node, parts):
    if _is_program(node):
        return _program_array(node, parts)
    read, identity, least = parts[0], node.identity, least_bytes(node.parts[0])
    floats = node.parts[0].kind == "Float"

    def read_array(reader):
        known = reader.earlier(identity)
        if known is not None:
            return known
        array = []
        reader.shared[reader.at] = array, identity
        count = reader.count(least)
        if floats:
            array.extend(reader.floats(count))
            return array
        reader.enter()
        for _ in range(count):
            array.append(read(reader))
        reader.depth -= 1
        return array
    return read_array


def _set(node, parts):
    read, identity, least = parts[0], node.identity, least_bytes(node.parts[0])
    kind = relation(node.parts[0].type)

    def read_set(reader):
        known = reader.earlier(identity)
        if known is not None:
            return known
        found = EastSet(kind)
        reader.shared[reader.at] = found, identity
        previous = None
        for index in range(reader.count(least)):
            at = reader.at
            key = read(reader)
            if reader.any_order:
                found.add(key)
                continue
            if index and kind.compare(previous, key) >= 0:
                raise BadBytes(KEY_ORDER % at)
            found.append(key)
            previous = key
        return found
    return read_set


def _dict(node, parts):
    read_key, read_value = parts
    identity, least = node.identity, least_bytes(node.parts[0]) + least_bytes(node.parts[1])
    kind = relation(node.parts[0].type)

    def read_dict(reader):
        known = reader.earlier(identity)
        if known is not None:
            return known
        found = EastDict(kind)
        reader.shared[reader.at] = found, identity
        previous = None
        count = reader.count(least)
        reader.enter()
        for index in range(count):
            at = reader.at
            key = read_key(reader)
            if reader.any_order:
                found.set(key, read_value(reader))
                continue
            if index and kind.compare(previous, key) >= 0:
                raise BadBytes(KEY_ORDER % at)
            previous = key
            found.append(key, read_value(reader))
        reader.depth -= 1
        return found
    return read_dict


def _ref(node, parts):
    read, identity = parts[0], node.identity

    def read_ref(reader):
        known = reader.earlier(identity)
        if known is not None:
            return known
        cell = Ref()
        reader.shared[reader.at] = cell, identity
        reader.enter()
        cell.value = read(reader)
        reader.depth -= 1
        return cell
    return read_ref


def _function(node, parts):
    def read_function(reader):
        if reader.make is None:
            raise BadBytes(FUNCTION % reader.at)
        from .beast2_functions import read_function
        return read_function(reader, node)
    return read_function


_COMPOSITES = {"Struct": _struct, "Variant": _variant, "Array": _array, "Set": _set, "Dict": _dict, "Ref": _ref,
               "Function": _function, "AsyncFunction": _function}
