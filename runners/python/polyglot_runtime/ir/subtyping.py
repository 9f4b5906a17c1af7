"""Which types' values are values of another type too (spec 1.4)."""

from ..east.types import graph, nodes, number_identities


def same_values(a, b):
    """Whether two types unfold to the same one."""
    one, two = graph(a), graph(b)
    both = _Pair(one, two)
    number_identities(both)
    return one.identity == two.identity


class _Pair:
    """A node around two graphs, so that their parts are numbered together."""

    def __init__(self, *parts):
        self.kind, self.names, self.parts, self.identity = "Pair", (), parts, None


def subtype(narrow, wide):
    """Whether values of the type `narrow` can stand where the type `wide` is asked for."""
    if narrow == wide:
        return True
    one, two = graph(narrow), graph(wide)
    number_identities(_Pair(one, two))
    back = {id(node): _backs(node) for root in (one, two) for node in nodes(root)}
    return _holds(one, two, back, set())


def _backs(node):
    """For each part of a node whether it is written as a back-reference."""
    from ..east.types import children
    return [part[0] == "Recursive" for part in children(node.type)]


def _holds(narrow, wide, back, assumed):
    if narrow.kind == "Never" or _same(narrow, wide):
        return True
    if (id(narrow), id(wide)) in assumed:
        return True
    assumed.add((id(narrow), id(wide)))
    if narrow.kind == wide.kind == "Struct":
        return narrow.names == wide.names and all(_part(narrow, i, wide, i, back, assumed) for i in range(len(narrow.parts)))
    if narrow.kind == wide.kind == "Variant":
        return all(name in wide.names and _part(narrow, i, wide, wide.names.index(name), back, assumed)
                   for i, name in enumerate(narrow.names))
    if narrow.kind in ("Function", "AsyncFunction") and (narrow.kind == wide.kind or wide.kind == "AsyncFunction"):
        last = len(narrow.parts) - 1
        return len(narrow.parts) == len(wide.parts) and all(
            _part(wide, i, narrow, i, back, assumed) for i in range(last)) and _part(narrow, last, wide, last, back, assumed)
    return False


def _same(a, b):
    """Whether two types are the same as they are written, and what they refer to outside too."""
    return a.type == b.type and a.identity == b.identity


def _part(narrow, i, wide, k, back, assumed):
    a, b = narrow.parts[i], wide.parts[k]
    if back[id(narrow)][i]:
        return back[id(wide)][k] and _same(a, b)
    return _holds(a, b, back, assumed)
