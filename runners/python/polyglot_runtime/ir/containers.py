"""The values of programs: what the compiled code works with.

    Null None   Boolean bool   Integer int within 64 bits   Float float   String str   DateTime int (milliseconds)   Blob bytes
    Array list   Ref Ref   Set EastSet   Dict EastDict   Struct tuple, fields in type order   Variant tuple (case, content)
    Function a Python function; `compile.functions` knows its node

Values do not know their types; everything that needs one is made for it. Iteration locks are kept beside the containers, by identity.
"""

LOCKED_ARRAY = "Cannot modify Array during iteration"
LOCKED_SET = "Cannot modify Set during iteration"
LOCKED_DICT = "Cannot modify Dict during iteration"

LOCKS = {}      # id of a container that is being iterated -> how often


def lock(container):
    """Begins an iteration: until `unlock`, the container keeps its size."""
    key = id(container)
    LOCKS[key] = LOCKS.get(key, 0) + 1


def unlock(container):
    key = id(container)
    count = LOCKS.get(key, 0) - 1
    if count > 0:
        LOCKS[key] = count
    else:
        LOCKS.pop(key, None)


class Ref:
    """A mutable cell."""

    __slots__ = ("value",)

    def __init__(self, value=None):
        self.value = value


class EastSet:
    """Keys in East order. `map`: canonical key -> key. Insertion only notes that the order is lost; iteration restores it."""

    __slots__ = ("kind", "map", "ordered")

    def __init__(self, kind):
        self.kind, self.map, self.ordered = kind, {}, True

    def __len__(self):
        return len(self.map)

    def __iter__(self):
        """The keys, ascending."""
        if not self.ordered:
            self.order()
        return iter(self.map.values())

    def order(self):
        canon = self.kind.canon
        keys = self.kind.sorted(list(self.map.values()))
        self.map = dict(zip(keys, keys)) if canon is None else {canon(key): key for key in keys}
        self.ordered = True

    def has(self, key):
        canon = self.kind.canon
        return (key if canon is None else canon(key)) in self.map

    def add(self, key):
        """Whether the key was not there before."""
        canon = self.kind.canon
        plain = key if canon is None else canon(key)
        if plain in self.map:
            return False
        self.map[plain] = key
        self.ordered = False
        return True

    def append(self, key):
        """Adds a key that is greater than every other."""
        canon = self.kind.canon
        self.map[key if canon is None else canon(key)] = key

    def remove(self, key):
        """Whether the key was there."""
        canon = self.kind.canon
        plain = key if canon is None else canon(key)
        if plain in self.map:
            del self.map[plain]
            return True
        return False

    def copy(self):
        made = EastSet(self.kind)
        made.map, made.ordered = self.map.copy(), self.ordered
        return made


class EastDict:
    """Entries in East order of their keys. `map`: canonical key -> value; `keys`: canonical key -> key, None where they are the same."""

    __slots__ = ("kind", "map", "keys", "ordered")

    def __init__(self, kind):
        self.kind, self.map, self.ordered = kind, {}, True
        self.keys = None if kind.canon is None else {}

    def __len__(self):
        return len(self.map)

    def items(self):
        """(key, value) pairs, ascending. Values may be replaced while they are iterated."""
        if not self.ordered:
            self.order()
        if self.keys is None:
            return self.map.items()
        return zip(self.keys.values(), self.map.values())

    def __iter__(self):
        if not self.ordered:
            self.order()
        return iter(self.map if self.keys is None else self.keys.values())

    def order(self):
        old = self.map
        if self.keys is None:
            self.map = {key: old[key] for key in self.kind.sorted(list(old))}
        else:
            canon = self.kind.canon
            self.keys = {canon(key): key for key in self.kind.sorted(list(self.keys.values()))}
            self.map = {plain: old[plain] for plain in self.keys}
        self.ordered = True

    def has(self, key):
        canon = self.kind.canon
        return (key if canon is None else canon(key)) in self.map

    def get(self, key):
        """Raises KeyError."""
        canon = self.kind.canon
        return self.map[key if canon is None else canon(key)]

    def set(self, key, value):
        """Adds an entry, or replaces the value of an equal key."""
        canon = self.kind.canon
        if canon is None:
            plain = key
        else:
            plain = canon(key)
            self.keys.setdefault(plain, key)
        if plain not in self.map:
            self.ordered = False
        self.map[plain] = value

    def append(self, key, value):
        """Adds an entry whose key is greater than every other."""
        canon = self.kind.canon
        if canon is None:
            self.map[key] = value
        else:
            plain = canon(key)
            self.keys[plain] = key
            self.map[plain] = value

    def pop(self, key):
        """Removes an entry and gives its value. Raises KeyError."""
        canon = self.kind.canon
        if canon is None:
            return self.map.pop(key)
        plain = canon(key)
        value = self.map.pop(plain)
        del self.keys[plain]
        return value

    def clear(self):
        self.map = {}
        if self.keys is not None:
            self.keys = {}

    def copy(self):
        made = EastDict(self.kind)
        made.map, made.ordered = self.map.copy(), self.ordered
        if self.keys is not None:
            made.keys = self.keys.copy()
        return made
