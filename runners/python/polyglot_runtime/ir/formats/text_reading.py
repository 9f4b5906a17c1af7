"""Reading East text (spec 3.4), with the exact messages and positions."""

from ...east.text import east, identifier
from ...east.types import graph
from ..containers import EastDict, EastSet, Ref
from ..order import relation
from .binary import MAX_DEPTH
from .places import CASE, CONTENT, ELEMENT, FIELD, KEY, Place, VALUE
from .scalars import BLANKS
from .text_printing import step_text
from .text_scanning import Failure, Scanner, is_plain, odd_step, steps

REF = "expected '&' to start ref"
ARRAY = "expected '[' to start array"
SET = "expected '{' to start set"
DICT = "expected '{' to start dict"
STRUCT = "expected '(' to start struct"
VARIANT = "expected '.' to start variant case"
AFTER_ELEMENT = "expected ',' or ']' after array element"
AFTER_KEY = "expected ',' or '}' after set element"
AFTER_ENTRY = "expected ',' or '}' after dict entry"
AFTER_FIELD = "expected ',' or ')' after struct field"
AFTER_DICT_KEY = "expected ':' after dict key at entry %d"
EMPTY_DICT = "expected '}' after ':' in empty dict"
END_IN_STRUCT = "unexpected end of input in struct"
CLOSE_STRUCT = "expected ')' to close struct"
MISSING_FIELD = "missing required field '%s'"
UNKNOWN_FIELD = "unknown field '%s', expected one of: %s"
AFTER_FIELD_NAME = "expected '=' after field name '%s'"
BLANK_AFTER_DOT = "whitespace not allowed between '.' and case identifier"
UNKNOWN_CASE = "unknown variant case .%s, expected one of: %s"
TRAILING = "unexpected input after parsed value"
UNDEFINED = "undefined reference %s"
INVALID = "invalid reference %s: Invalid relative reference: going up %s levels from depth %d"
DEEP = "values are nested more than %d levels" % MAX_DEPTH
SENTENCE = "Error occurred because %s%s (line %d, col %d) while parsing value of type \"%s\""

_SCALARS = {"Null": Scanner.null, "Boolean": Scanner.boolean, "Integer": Scanner.integer, "Float": Scanner.float,
            "String": Scanner.string, "DateTime": Scanner.date, "Blob": Scanner.blob, "Never": Scanner.never,
            "Function": Scanner.function, "AsyncFunction": Scanner.function}


class TextError(Exception):
    """A text that is no value of the type: `position` in UTF-16 units, and the whole sentence."""

    def __init__(self, position, sentence):
        super().__init__(sentence)
        self.position, self.sentence = position, sentence


def sentence(message, path, line, column, type_):
    return SENTENCE % (message, " at " + path if path else "", line, column, east(type_))


def _path(place):
    parts = []
    for step in place.from_root():
        if step.step == FIELD and not is_plain(step.part):
            parts.append(odd_step(step.part))
        elif step.step == KEY:
            parts.append("[%d](key)" % step.index)
        else:
            parts.append(step_text(step))
    return "".join(parts)


def _units(text):
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_text(type_, text):
    """The value in a text. Raises TextError."""
    reader = _Reader(text)
    try:
        return reader.whole(graph(type_))
    except Failure as failure:
        position = min(failure.position, len(text))
        before = text[:position]
        line = before.count("\n") + 1
        column = _units(before[before.rfind("\n") + 1:]) + 1
        raise TextError(_units(before), sentence(failure.message, _path(failure.place), line, column, type_)) from None


class _Reader:
    def __init__(self, text):
        self.scanner = Scanner(text)
        self.refers = "#" in text
        self.depth = 0

    def whole(self, node):
        root = Place(None, 0)
        value = self.read(node, root)
        self.scanner.skip_blanks()
        if not self.scanner.at_end:
            raise self.fail(TRAILING, root)
        return value

    def fail(self, message, place):
        return Failure(message, self.scanner.at, place)

    def read(self, node, place):
        scanner = self.scanner
        scanner.skip_blanks()
        scalar = _SCALARS.get(node.kind)
        if scalar is not None:
            return scalar(scanner, place)
        if self.refers and node.kind not in ("Struct", "Variant"):
            found = self.reference(node, place)
            if found is not None:
                return found
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(DEEP, place)
        value = getattr(self, "_" + node.kind)(node, place)
        self.depth -= 1
        return value

    def inner(self, node, place):
        if self.refers:
            if place.step == FIELD:
                place.register("." + place.part)
                if not is_plain(place.part):
                    place.register(odd_step(place.part))
            else:
                place.register("." + place.part if place.step == CASE else step_text(place))
        return self.read(node, place)

    def reference(self, node, place):
        start = self.scanner.at
        text = self.scanner.reference()
        if text is None:
            return None
        levels, _, path = text.partition("#")
        levels = levels or str(place.depth)
        if len(levels) > 9 or int(levels) > place.depth:
            raise Failure(INVALID % (text, levels, place.depth), start, place)
        target = place.up(int(levels))
        for step in steps(path):
            if target is not None:
                target = (target.inner or {}).get(step)
        if target is None or target.container is None or target.identity != node.identity:
            raise Failure(UNDEFINED % text, start, place)
        return target.container

    def _Ref(self, node, place):
        if not self.scanner.take("&"):
            raise self.fail(REF, place)
        cell = Ref()
        place.container, place.identity = cell, node.identity
        cell.value = self.inner(node.parts[0], Place(place, CONTENT))
        return cell

    def _Array(self, node, place):
        scanner = self.scanner
        if not scanner.take("["):
            raise self.fail(ARRAY, place)
        array = []
        place.container, place.identity = array, node.identity
        scanner.skip_blanks()
        if scanner.take("]"):
            return array
        while True:
            array.append(self.inner(node.parts[0], Place(place, ELEMENT, index=len(array))))
            scanner.skip_blanks()
            if not scanner.take(","):
                break
        if not scanner.take("]"):
            raise self.fail(AFTER_ELEMENT, place)
        return array

    def _Set(self, node, place):
        scanner = self.scanner
        if not scanner.take("{"):
            raise self.fail(SET, place)
        found, index = EastSet(relation(node.parts[0].type)), 0
        place.container, place.identity = found, node.identity
        scanner.skip_blanks()
        if scanner.take("}"):
            return found
        while True:
            found.add(self.read(node.parts[0], Place(place, ELEMENT, index=index)))
            index += 1
            scanner.skip_blanks()
            if not scanner.take(","):
                break
        if not scanner.take("}"):
            raise self.fail(AFTER_KEY, place)
        return found

    def _Dict(self, node, place):
        scanner = self.scanner
        if not scanner.take("{"):
            raise self.fail(DICT, place)
        key_type = node.parts[0].type
        found, entry = EastDict(relation(key_type)), 0
        place.container, place.identity = found, node.identity
        scanner.skip_blanks()
        if scanner.take(":"):
            scanner.skip_blanks()
            if not scanner.take("}"):
                raise self.fail(EMPTY_DICT, place)
            return found
        if scanner.take("}"):
            return found
        while True:
            key = self.read(node.parts[0], Place(place, KEY, index=entry))
            scanner.skip_blanks()
            if not scanner.take(":"):
                raise self.fail(AFTER_DICT_KEY % entry, place)
            found.set(key, self.inner(node.parts[1], Place(place, VALUE, (key, key_type), entry)))
            entry += 1
            scanner.skip_blanks()
            if not scanner.take(","):
                break
        if not scanner.take("}"):
            raise self.fail(AFTER_ENTRY, place)
        return found

    def _Struct(self, node, place):
        scanner = self.scanner
        if not scanner.take("("):
            raise self.fail(STRUCT, place)
        values, last = [], len(node.parts) - 1
        for index, (name, part) in enumerate(zip(node.names, node.parts)):
            self.field_name(node, name, place)
            values.append(self.inner(part, Place(place, FIELD, name)))
            scanner.skip_blanks()
            if scanner.at_end:
                raise self.fail(END_IN_STRUCT, place)
            if not scanner.take(",") and scanner.text[scanner.at] != ")":
                raise self.fail(AFTER_FIELD if index < last else CLOSE_STRUCT, place)
        scanner.skip_blanks()
        if not scanner.take(")"):
            raise self.fail(CLOSE_STRUCT, place)
        return tuple(values)

    def field_name(self, node, expected, place):
        scanner = self.scanner
        scanner.skip_blanks()
        start = scanner.at
        name, problem = scanner.identifier()
        if problem is not None:
            raise Failure(MISSING_FIELD % expected, start, place)
        if name != expected:
            raise Failure(UNKNOWN_FIELD % (name, ", ".join(node.names)), start, place)
        scanner.skip_blanks()
        if not scanner.take("="):
            raise self.fail(AFTER_FIELD_NAME % name, place)

    def _Variant(self, node, place):
        scanner = self.scanner
        if not scanner.take("."):
            raise self.fail(VARIANT, place)
        start = scanner.at
        if not scanner.at_end and scanner.text[start] in BLANKS:
            raise self.fail(BLANK_AFTER_DOT, place)
        name, problem = scanner.identifier()
        if problem is not None:
            raise self.fail(problem, place)
        if name not in node.names:
            raise Failure(UNKNOWN_CASE % (identifier(name), ", ".join("." + identifier(n) for n in node.names)), start, place)
        part, inner = node.parts[node.names.index(name)], Place(place, CASE, name)
        if part.kind != "Null":
            return name, self.inner(part, inner)
        scanner.skip_blanks()
        if not scanner.at_terminator():
            scanner.null(inner)
        return name, None
