"""Strings. Lengths and indices count code points; what can make texts longer is limited as in every runtime."""

from ..errors import EastError
from ..formats.scalars import BLANKS
from .table import builtin

MAX_LENGTH = 536870888
TOO_LONG = "String too long: %d units, at most %d are possible"


def check_length(text):
    """The text, unless it is longer than strings may be."""
    if len(text) * 2 > MAX_LENGTH:
        units = len(text) + sum(1 for c in text if c > "\uffff")
        if units > MAX_LENGTH:
            raise EastError(TOO_LONG % (units, MAX_LENGTH))
    return text


def units_of(text):
    """The length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def joined(text):
    """The text with halves of pairs that have met as one character."""
    if text.isascii() or not any("\ud800" <= c <= "\udbff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def check_text(text):
    """A text that was put together: not too long, and halves of pairs joined."""
    return joined(check_length(text))


@builtin("StringConcat")
def concat(first, second):
    return check_text(first + second)


@builtin("StringRepeat")
def repeat(text, count):
    if count <= 0 or not text:
        return ""
    units = units_of(text)
    if count > MAX_LENGTH // units:
        raise EastError(TOO_LONG % (min(units * count, 9223372036854775807), MAX_LENGTH))
    return text * count


@builtin("StringLength")
def length(text):
    return len(text)


@builtin("StringSubstring")
def substring(text, start, end):
    start = max(start, 0)
    return text[start:end] if start < end else ""


@builtin("StringUpperCase")
def upper(text):
    return text.upper()


@builtin("StringLowerCase")
def lower(text):
    return text.lower()


@builtin("StringSplit")
def split(text, delimiter):
    if delimiter:
        return text.split(delimiter)
    return list(text) or [""]


@builtin("StringTrim")
def trim(text):
    return text.strip(BLANKS)


@builtin("StringTrimStart")
def trim_start(text):
    return text.lstrip(BLANKS)


@builtin("StringTrimEnd")
def trim_end(text):
    return text.rstrip(BLANKS)


@builtin("StringStartsWith")
def starts_with(text, prefix):
    return text.startswith(prefix)


@builtin("StringEndsWith")
def ends_with(text, suffix):
    return text.endswith(suffix)


@builtin("StringContains")
def contains(text, part):
    return part in text


@builtin("StringIndexOf")
def index_of(text, part):
    return text.find(part)


@builtin("ArrayStringJoin")
def join(array, separator):
    least = sum(map(len, array)) + max(0, len(array) - 1) * len(separator)
    if least > MAX_LENGTH // 2:
        units = sum(map(units_of, array)) + max(0, len(array) - 1) * units_of(separator)
        if units > MAX_LENGTH:
            raise EastError(TOO_LONG % (units, MAX_LENGTH))
    return joined(separator.join(array))


@builtin("StringReplace")
def replace(text, search, replacement):
    """Everywhere. An empty search is found before every code point and at the end. `$$`, `$&`, $` and $' stand for something."""
    if "$" not in replacement:
        return check_length(replacement.join(["", *text, ""]) if not search else text.replace(search, replacement))
    pieces, done = [], 0
    places = range(len(text) + 1) if not search else _places(text, search)
    for at in places:
        pieces.append(text[done:at])
        pieces.append(_expand(replacement, text, at, len(search)))
        done = at + len(search)
    pieces.append(text[done:])
    return check_length(joined("".join(pieces)))


def _places(text, search):
    at = text.find(search)
    while at >= 0:
        yield at
        at = text.find(search, at + len(search))


def _expand(replacement, text, at, length):
    pieces, i = [], 0
    while i < len(replacement):
        next_ = replacement[i + 1:i + 2] if replacement[i] == "$" else ""
        if next_ == "$":
            pieces.append("$")
        elif next_ == "&":
            pieces.append(text[at:at + length])
        elif next_ == "`":
            pieces.append(text[:at])
        elif next_ == "'":
            pieces.append(text[at + length:])
        else:
            pieces.append(replacement[i])
            i -= 1
        i += 2
    return "".join(pieces)


@builtin("StringEncodeUtf8")
def encode_utf8(text):
    from ...protocol.flatbuffers import utf8
    return utf8(text)


@builtin("StringEncodeUtf16")
def encode_utf16(text):
    return b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass")
