"""What can be wrong with values, and every message about it."""


class BadInput(ValueError):
    """An input's bytes are not a value of its type."""


class Aliased(Exception):
    """The fast decoder met a back-reference: decode again, remembering positions."""


class Mismatch(Exception):
    """A result does not fit its type. `path` and the rest of the summary are found by `explain`."""

    def __init__(self, reason="", code="type_mismatch"):
        super().__init__(reason)
        self.reason, self.code = reason, code


class OutputLimit(Exception):
    """The encoded result is larger than allowed."""


class Unsupported(Exception):
    """An annotation that cannot take the type, or a type that Python cannot hold."""


MAX_LEVELS = 2000
MAX_EMPTY_ELEMENTS = 1 << 24

ENDS_EARLY = "the data ends early at offset %d"
BAD_COUNT = "a count of %d at offset %d is more than the data holds"
BAD_VARINT = "a number at offset %d is longer than 64 bits"
BAD_TAG = "%d at offset %d is no case of the variant"
BAD_NAN = "a non-canonical NaN at offset %d"
BAD_ORDER = "the keys before offset %d are not in strictly ascending order"
BAD_TEXT = "a String at offset %d is not UTF-8"
BAD_REFERENCE = "a back-reference at offset %d points to %d, where no such container begins"
UNFINISHED_REFERENCE = "a container at offset %d contains itself, which its annotation does not allow"
TRAILING = "%d bytes follow the value"
TOO_DEEP = "the value is nested deeper than %d levels" % MAX_LEVELS
EMPTY_FLOOD = "%d elements without bytes are more than the limit of %d"
NOT_BEAST = "the file does not start with the beast2 magic"
OTHER_TYPE = "the file holds %s, expected %s"
NEVER = "Never has no values"
NO_FUNCTIONS = "functions cannot be passed to or from Python"

OUT_OF_64_BITS = "%d is outside of the 64 bits of Integer"
NOT_EXACT = "%s is not exactly representable as Float"
NOT_A_TIME = "NaT is no DateTime"
SURROGATE = "a String with an unpaired surrogate"
NAIVE_DATE = "a date without a time"
MISSING_FIELD = "missing field %s"
EXTRA_FIELD = "unexpected field %s"
UNKNOWN_CASE = "unknown case %s, expected one of %s"
DUPLICATE = "two keys are equal: %s"
CYCLE = "the result contains itself"
RAGGED = "the rows have different lengths, which a two-dimensional array cannot hold"
