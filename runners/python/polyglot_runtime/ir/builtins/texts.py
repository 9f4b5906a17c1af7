"""Values as text: Print, Parse, JSON; and regular expressions."""

from ...east.text import east
from ..errors import EastError
from ..formats.text_printing import SCALARS, print_text
from .strings import check_length, joined
from .table import builtin, typed

PARSE = "Failed to parse %s at %d: %s"
NO_JSON = "%s has no JSON form: functions cannot be written or read"


@typed("Print", 1)
def print_value(types):
    type_ = types[0]
    scalar = SCALARS.get(type_[0])
    return scalar or (lambda value: print_text(type_, value))


@typed("Parse", 1)
def parse(types):
    type_ = types[0]

    def parse_value(text):
        from ..formats.text_reading import TextError, read_text
        try:
            return read_text(type_, text)
        except TextError as error:
            raise EastError(PARSE % (east(type_), error.position, error.sentence)) from None
    return parse_value


def _check_json(type_):
    from ...east.text import friendly
    from ...east.types import graph, nodes
    if any(node.kind in ("Function", "AsyncFunction") for node in nodes(graph(type_))):
        raise EastError(NO_JSON % friendly(type_))


@typed("StringPrintJSON", 1)
def print_json_value(types):
    type_ = types[0]
    _check_json(type_)

    def print_json_of(value):
        from ..formats.json_printing import print_json
        return print_json(type_, value)
    return print_json_of


@typed("StringParseJSON", 1)
def parse_json_value(types):
    type_ = types[0]
    _check_json(type_)

    def parse_json_of(text):
        from ..formats.json_reading import JsonError, read_json
        try:
            return read_json(type_, text)
        except JsonError as error:
            raise EastError(error.explanation(type_)) from None
    return parse_json_of


def _compiled(pattern, flags):
    from .regex import BadPattern, compile_pattern
    try:
        return compile_pattern(pattern, flags)
    except BadPattern as error:
        raise EastError(str(error)) from None


@builtin("RegexContains")
def regex_contains(text, pattern, flags):
    return _compiled(pattern, flags).search(text) is not None


@builtin("RegexIndexOf")
def regex_index_of(text, pattern, flags):
    """-1 also for a match at the very end."""
    program = _compiled(pattern, flags)
    found = program.search(text)
    if found is None:
        return -1
    return program.index(text, found.start())


def check_replacement(replacement):
    """The replacement, if it is one."""
    if "$" in replacement:
        from .regex_replacement import problem_of
        problem = problem_of(replacement)
        if problem is not None:
            raise EastError(problem)
    return replacement


@builtin("RegexReplace")
def regex_replace(text, pattern, flags, replacement):
    check_replacement(replacement)
    return check_length(joined(_compiled(pattern, flags).replace(text, replacement)))
