"""CSV: arrays of structs as tables (spec 3.5)."""

import re

from ...east.text import friendly
from ...east.types import is_option
from ...protocol.flatbuffers import utf8
from . import csv_cells
from .scalars import BLANKS

ERROR = "CSV error: %s"
PLACED = "CSV error: %s at row %d, column %d (%s)"
UNCLOSED = "unclosed quote at end of file"
UNSUPPORTED_FIELD = "CSV field '%s' has unsupported type"
NOT_A_TABLE = "CSV holds tables, that is Array<Struct<…>>, not %s"
MISSING_COLUMN = "missing required column '%s'"
UNEXPECTED_COLUMN = "unexpected column '%s' in strict mode"
NULL_VALUE = "null value for required field '%s'"
SHORT_ROW = "row has %d fields, expected at least %d"
ESCAPE_AT_END = "the text '%s' ends in the escape character '%s' and needs quotes, which would then not close"
NOT_ASCII = "the delimiter, quote and escape characters must be ASCII and not a line end"
SAME = "the delimiter must differ from the quote and escape characters"
NONE = ("none", None)


class CsvError(Exception):
    """A table that cannot be read or written."""


def _row_of(type_):
    if type_[0] == "Array":
        type_ = type_[1]
    return type_ if type_[0] == "Struct" else None


def row_problem(type_):
    """Why the type has no rows; None where it has."""
    row = _row_of(type_)
    if row is None:
        return NOT_A_TABLE % friendly(type_)
    for name, part in row[1]:
        if not csv_cells.supported(part):
            return UNSUPPORTED_FIELD % name
    return None


class _Options:
    def __init__(self, type_, config):
        self.given = {}
        if type_[0] == "Struct":
            for (name, _), value in zip(type_[1], config):
                if isinstance(value, tuple) and value[0] == "some":
                    self.given[name] = value[1]
        self.delimiter = self.character("delimiter", ",")
        self.quote = self.character("quoteChar", '"')
        self.escape = self.character("escapeChar", '"')
        if any(not mark.isascii() or mark in "\r\n" or not mark for mark in (self.delimiter, self.quote, self.escape)):
            raise CsvError(ERROR % NOT_ASCII)
        if self.delimiter in (self.quote, self.escape):
            raise CsvError(ERROR % SAME)

    def character(self, name, default):
        return self.given.get(name, default)[:1]


class Reading(_Options):
    """Reads tables of one type of row with the options of a program."""

    def __init__(self, type_, config_type, config):
        super().__init__(config_type, config)
        self.fields = _row_of(type_)[1]
        get = self.given.get
        self.has_header, self.nulls = get("hasHeader", True), set(get("nullStrings", [""]))
        self.skip_empty, self.trim, self.strict = get("skipEmptyLines", True), get("trimFields", False), get("strict", False)
        mapping = get("columnMapping")
        self.mapping = dict(mapping.items()) if mapping is not None else {}

    def decode(self, data):
        """The rows. Raises CsvError."""
        if data[:3] == b"\xef\xbb\xbf":
            data = data[3:]
        rows = self.scan(data)
        if self.has_header:
            columns = self.bind([self.mapping.get(name, name) for name in map(self.text, next(rows, ()))])
        else:
            columns = list(range(len(self.fields)))
        found = []
        for cells in rows:
            if self.skip_empty and not any(cells):
                continue
            found.append(tuple([self.cell(cells, column, name, type_, len(found) + 1)
                                for column, (name, type_) in zip(columns, self.fields)]))
        return found

    @staticmethod
    def text(data):
        text = data.decode("utf-8", "replace")
        return text[1:] if text[:1] == "\ufeff" else text

    def bind(self, names):
        """The column of each field, -1 for none; the last of several of the same name."""
        places = {name: index for index, name in enumerate(names)}
        columns = []
        for name, type_ in self.fields:
            if name not in places and type_[0] != "Variant":
                raise CsvError(ERROR % MISSING_COLUMN % name)
            columns.append(places.get(name, -1))
        if self.strict:
            known = {name for name, _ in self.fields}
            for name in names:
                if name not in known:
                    raise CsvError(ERROR % UNEXPECTED_COLUMN % name)
        return columns

    def cell(self, cells, column, name, type_, row):
        option = is_option(type_)
        if column < 0:
            return NONE
        if column >= len(cells):
            if option:
                return NONE
            raise CsvError(PLACED % (SHORT_ROW % (len(cells), column + 1), row, column, name))
        text = self.text(cells[column])
        if self.trim:
            text = text.strip(BLANKS)
        if text in self.nulls:
            if option:
                return NONE
            raise CsvError(PLACED % (NULL_VALUE % name, row, column, name))
        try:
            value = csv_cells.read(type_[1][1][1][0] if option else type_[0], text)
        except csv_cells.BadCell as error:
            raise CsvError(PLACED % (error, row, column, name)) from None
        return ("some", value) if option else value

    def scan(self, data):
        """The rows as lists of bytes."""
        delimiter, quote, escape = self.delimiter.encode(), self.quote.encode(), self.escape.encode()
        plain_end = re.compile(b"[%s\r\n]" % re.escape(delimiter + quote))
        quoted_end = re.compile(b"[%s]" % re.escape(quote + escape))
        at, size = 0, len(data)
        while at < size:
            cells, field = [], []
            while True:
                match = plain_end.search(data, at)
                end = match.start() if match else size
                if end > at:
                    field.append(data[at:end])
                at = end + 1
                if not match:
                    cells.append(b"".join(field))
                    break
                mark = match.group()
                if mark == delimiter:
                    cells.append(b"".join(field))
                    field = []
                elif mark in b"\r\n":
                    cells.append(b"".join(field))
                    if mark == b"\r" and data[at:at + 1] == b"\n":
                        at += 1
                    break
                elif any(field):
                    field.append(mark)
                else:
                    at = self.quoted(data, at, quote, escape, quoted_end, field)
            yield cells

    @staticmethod
    def quoted(data, at, quote, escape, quoted_end, field):
        """Takes a quoted section; the position after it."""
        while True:
            match = quoted_end.search(data, at)
            if match is None:
                raise CsvError(ERROR % UNCLOSED)
            field.append(data[at:match.start()])
            at = match.end()
            if match.group() == escape:
                if data[at:at + 1] == quote:
                    field.append(quote)
                    at += 1
                    continue
                if escape != quote:
                    field.append(escape)
                    continue
            return at


class Writing(_Options):
    """Writes tables of one type of row with the options of a program."""

    def __init__(self, type_, config_type, config):
        super().__init__(config_type, config)
        self.fields = _row_of(type_)[1]
        get = self.given.get
        self.newline, self.header = get("newline", "\r\n"), get("includeHeader", True)
        self.null, self.always = get("nullString", ""), get("alwaysQuote", False)
        self.special = re.compile("[%s\r\n]" % re.escape(self.delimiter + self.quote))

    def encode(self, rows):
        """The bytes. Raises CsvError."""
        lines = [self.line([name for name, _ in self.fields])] if self.header else []
        for row in rows:
            lines.append(self.line([csv_cells.write(type_, value, self.null) for (_, type_), value in zip(self.fields, row)]))
        return utf8(self.newline.join(lines))

    def line(self, texts):
        return self.delimiter.join(map(self.field, texts))

    def field(self, text):
        if not (self.always or self.special.search(text)):
            return text
        if self.escape != self.quote and text.endswith(self.escape):
            raise CsvError(ERROR % ESCAPE_AT_END % (text, self.escape))
        return self.quote + text.replace(self.quote, self.escape + self.quote) + self.quote
