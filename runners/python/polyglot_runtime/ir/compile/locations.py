"""Where errors came from. Code that runs keeps no record of where it is: every line of compiled code that may fail has a point, and
the traceback of an error says which lines it came through.
"""

from ..errors import EastError, NotLoaded, TOO_DEEP

UNITS = {}      # file name of a piece of compiled code -> line -> Point

OUT_OF_BOUNDS = "Array index %d out of bounds"


class Point:
    """What a line adds to the locations of an error that leaves it.

    `own`: the location of the node at the line, None where it has none to add. `platform`: it adds its own only to errors without
    locations. `outer`: the calls around the node, innermost first, up to the function or the try body. `index`: for a subscript, the
    local variable that holds the index, or the index itself. `near`: where a failure of the host is shown.
    """

    __slots__ = ("own", "platform", "outer", "index", "near")

    def __init__(self, own, outer, platform=False, index=None):
        self.own, self.platform, self.outer, self.index = own, platform, outer, index
        self.near = own or (outer[0] if outer else ("", 0, 0))


def caught(error):
    """The EastError that an exception is when it leaves a try body or the program. Lets through what programs do not see."""
    at = error.__traceback__
    error.__traceback__ = error.__context__ = None
    if isinstance(error, (MemoryError, NotLoaded)):
        raise error
    walked = []
    while at is not None:
        points = UNITS.get(at.tb_frame.f_code.co_filename)
        walked.append((at.tb_frame, None if points is None else points.get(at.tb_lineno)))
        at = at.tb_next
    if not isinstance(error, EastError):
        error = _converted(error, walked)
    locations = error.locations
    for _, point in reversed(walked):
        if point is None:
            continue
        if point.own is not None and not (point.platform and locations):
            locations.append(point.own)
        locations.extend(point.outer)
    if not locations:
        locations.append(("", 0, 0))
    return error


def _converted(error, walked):
    if isinstance(error, RecursionError):
        return EastError(TOO_DEEP)
    if isinstance(error, IndexError) and walked:
        frame, point = walked[-1]
        if point is not None and point.index is not None:
            index = point.index if isinstance(point.index, int) else frame.f_locals.get(point.index)
            if index is not None:
                return EastError(OUT_OF_BOUNDS % index)
    made = EastError("%s: %s" % (type(error).__name__, error))
    made.__cause__ = error
    return made
