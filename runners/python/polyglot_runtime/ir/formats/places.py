"""Where in a value a container is: what references between containers are made of."""

ROOT, FIELD, CASE, ELEMENT, CONTENT, KEY, VALUE = range(7)


class Place:
    """One step from its outer place. `part`: the name, the index, or (key, type of the key) of a dict's value. Readers also keep
    what is there: `container`, `identity` (its type's), `inner` (step text -> place)."""

    __slots__ = ("outer", "step", "part", "index", "depth", "container", "identity", "inner")

    def __init__(self, outer, step, part=None, index=0):
        self.outer, self.step, self.part, self.index = outer, step, part, index
        self.depth = 0 if outer is None else outer.depth + 1
        self.container = self.identity = self.inner = None

    def register(self, text):
        if self.outer.inner is None:
            self.outer.inner = {}
        self.outer.inner[text] = self

    def up(self, levels):
        place = self
        while levels and place is not None:
            place, levels = place.outer, levels - 1
        return place

    def from_root(self):
        """Every place on the way here, without the root."""
        steps, place = [], self
        while place.outer is not None:
            steps.append(place)
            place = place.outer
        return steps[::-1]

    def to(self, target):
        """(levels up, places down) from here to the target."""
        here, there = self, target
        while here.depth > there.depth:
            here = here.outer
        while there.depth > here.depth:
            there = there.outer
        while here is not there:
            here, there = here.outer, there.outer
        return self.depth - here.depth, target.from_root()[here.depth:]


def holds_containers(node, known=None):
    """Whether values of the type may contain containers (or are ones)."""
    if node.kind in ("Ref", "Array", "Set", "Dict"):
        return True
    known = {} if known is None else known
    if id(node) in known:
        return False
    known[id(node)] = True
    return any(holds_containers(part, known) for part in node.parts if node.kind not in ("Function", "AsyncFunction"))
