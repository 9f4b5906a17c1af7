"""What East values become where Python has no type of its own."""

from math import copysign


class Variant:
    """One case of a Variant and its payload: `value.case`, `value.value`. Equal by content; hashable if the payload is."""

    __slots__ = ("case", "value")

    def __init__(self, case, value=None):
        self.case = case
        self.value = value

    def __eq__(self, other):
        if not isinstance(other, Variant):
            return NotImplemented
        return self.case == other.case and self.value == other.value

    def __hash__(self):
        return hash((self.case, self.value))

    def __repr__(self):
        return "Variant(%r)" % self.case if self.value is None else "Variant(%r, %r)" % (self.case, self.value)

    def __reduce__(self):
        return Variant, (self.case, self.value)

    __match_args__ = ("case", "value")


class Ref:
    """East's mutable one-slot cell: `ref.value`. Compared by identity, as the cell that it is."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return "Ref(%r)" % (self.value,)

    def __reduce__(self):
        return Ref, (self.value,)

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, (item,))


class Instant:
    """A DateTime outside of the years 1 to 9999, which Python's datetime cannot hold: milliseconds since 1970 UTC."""

    __slots__ = ("milliseconds",)

    def __init__(self, milliseconds):
        self.milliseconds = milliseconds

    def __eq__(self, other):
        return isinstance(other, Instant) and self.milliseconds == other.milliseconds

    def __hash__(self):
        return hash((Instant, self.milliseconds))

    def __repr__(self):
        return "Instant(%r)" % self.milliseconds

    def __reduce__(self):
        return Instant, (self.milliseconds,)


class NegativeZero(float):
    """-0.0 as a key beside 0.0: East tells them apart, Python's own floats do not."""

    __slots__ = ()

    def __new__(cls):
        return float.__new__(cls, -0.0)

    def __eq__(self, other):
        return isinstance(other, float) and other == 0.0 and copysign(1.0, other) < 0

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return 0x2D30

    def __reduce__(self):
        return NegativeZero, ()


def distinct(key):
    """The key with every -0.0 in it made different from 0.0."""
    if isinstance(key, float):
        return NegativeZero() if key == 0.0 and copysign(1.0, key) < 0 else key
    if isinstance(key, tuple):
        parts = map(distinct, key)
        return key._make(parts) if hasattr(key, "_make") else tuple(parts)
    if isinstance(key, Variant):
        return Variant(key.case, distinct(key.value))
    return key
