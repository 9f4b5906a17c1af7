"""Sets of UTF-16 units as sorted lists of (first, last), and as classes of Python's patterns."""

from ..formats.scalars import BLANKS

MAX = 0xFFFF


def union(ranges):
    """The same units, sorted and merged."""
    found = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def inverted(ranges):
    found, next_ = [], 0
    for first, last in ranges:
        if first > next_:
            found.append((next_, first - 1))
        next_ = last + 1
    if next_ <= MAX:
        found.append((next_, MAX))
    return found


def single(ranges):
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]


ALL = [(0, MAX)]
DIGITS = [(48, 57)]
WORDS = union([(48, 57), (65, 90), (97, 122), (95, 95)])
SPACES = union([(ord(c), ord(c)) for c in BLANKS])
LINE_ENDS = [(10, 10), (13, 13), (0x2028, 0x2029)]
NOT_LINE_ENDS = inverted(LINE_ENDS)


def class_text(ranges):
    """Python's pattern for one unit of the set."""
    if not ranges:
        return "(?!)"
    if single(ranges):
        return "\\u%04x" % ranges[0][0]
    return "[%s]" % "".join("\\u%04x" % first if first == last else "\\u%04x-\\u%04x" % (first, last) for first, last in ranges)


_groups = {}        # unit -> the units that are the same when case is ignored


def _load_groups():
    """By the upper case of a single unit; units whose upper case is several, or ASCII without having been, stay themselves."""
    found = {}
    for code in range(MAX + 1):
        upper = chr(code).upper() if not 0xD800 <= code <= 0xDFFF else chr(code)
        folded = ord(upper) if len(upper) == 1 and ord(upper) <= MAX and not (code >= 128 > ord(upper)) else code
        found.setdefault(folded, []).append(code)
    for members in found.values():
        if len(members) > 1:
            for code in members:
                _groups[code] = members


def close_over_case(ranges):
    """With every unit all that are the same when case is ignored."""
    if not _groups:
        _load_groups()
    more = []
    if sum(last - first for first, last in ranges) < len(_groups):
        for first, last in ranges:
            for code in range(first, last + 1):
                more.extend((other, other) for other in _groups.get(code, ()))
    else:
        ends = [(first, last) for first, last in ranges]
        for code, members in _groups.items():
            if any(first <= code <= last for first, last in ends):
                more.extend((other, other) for other in members)
    return union([*ranges, *more])
