"""Blobs: bytes, encodings, and the binary formats and tables."""

from ..errors import EastError
from ..formats import beast2
from ..formats.beast2_writing import CannotWrite
from ..formats.binary import BadBytes
from .table import BUILTINS, Builtin, builtin, typed

OUT_OF_BOUNDS = "Blob index %d out of bounds"
NOT_UTF8 = "Blob is not valid UTF-8"
NOT_UTF16 = "Blob is not valid UTF-16"
DECODE_BEAST = "Failed to decode Beast data: %s"
DECODE_BEAST2 = "Failed to decode Beast2 data: %s"
DECODE_CSV = "Failed to decode CSV data: %s"
ENCODE_CSV = "Failed to encode CSV data: %s"


@builtin("BlobSize")
def size(blob):
    return len(blob)


@builtin("BlobGetUint8")
def get_byte(blob, index):
    if 0 <= index < len(blob):
        return blob[index]
    raise EastError(OUT_OF_BOUNDS % index)


def _without_mark(text):
    return text[1:] if text[:1] == "\ufeff" else text


@builtin("BlobDecodeUtf8")
def decode_utf8(blob):
    try:
        return _without_mark(blob.decode())
    except UnicodeDecodeError:
        raise EastError(NOT_UTF8) from None


@builtin("BlobDecodeUtf16")
def decode_utf16(blob):
    big = blob[:2] == b"\xfe\xff"
    if big or blob[:2] == b"\xff\xfe":
        blob = blob[2:]
    try:
        return _without_mark(blob.decode("utf-16-be" if big else "utf-16-le"))
    except UnicodeDecodeError:
        raise EastError(NOT_UTF16) from None


@typed("BlobEncodeBeast", 1)
def encode_beast(types):
    from ..formats.beast1 import encode, unsupported
    problem = unsupported(types[0])
    if problem:
        raise EastError(problem)
    return lambda value: encode(types[0], value)


@typed("BlobDecodeBeast", 1)
def decode_beast(types):
    from ..formats.beast1 import decode, unsupported
    problem = unsupported(types[0])
    if problem:
        raise EastError(problem)

    def decode_blob(blob):
        try:
            return decode(blob, types[0])
        except BadBytes as error:
            raise EastError(DECODE_BEAST % error) from None
    return decode_blob


@typed("BlobEncodeBeast2", 1)
def encode_beast2(types):
    codec = beast2.codec(types[0])

    def encode_value(value):
        try:
            return bytes(codec.encode(value))
        except CannotWrite as error:
            raise EastError(error.message) from None
    return encode_value


def decode_beast2(types, make):
    """Functions in the value are made by `make`, for the platform of the running program."""
    codec = beast2.codec(types[0])

    def decode_blob(blob):
        try:
            return codec.decode(blob, any_order=True, make=make)
        except BadBytes as error:
            raise EastError(DECODE_BEAST2 % error) from None
    return decode_blob


BUILTINS["BlobDecodeBeast2"] = Builtin("BlobDecodeBeast2", decode_beast2, False, False, 1, 1)


@typed("BlobDecodeCsv", 2, types=2)
def decode_csv(types):
    from ..formats.csv import CsvError, Reading, row_problem

    def decode_blob(blob, config):
        problem = row_problem(types[0])
        if problem:
            raise EastError(DECODE_CSV % problem)
        try:
            return Reading(types[0], types[1], config).decode(blob)
        except CsvError as error:
            raise EastError(DECODE_CSV % error) from None
    return decode_blob


@typed("ArrayEncodeCsv", 2, types=2)
def encode_csv(types):
    from ..formats.csv import CsvError, Writing, row_problem

    def encode_rows(rows, config):
        problem = row_problem(types[0])
        if problem:
            raise EastError(ENCODE_CSV % problem)
        try:
            return Writing(types[0], types[1], config).encode(rows)
        except CsvError as error:
            raise EastError(ENCODE_CSV % error) from None
    return encode_rows


@builtin("RefGet", 1)
def ref_get(cell):
    return cell.value


@builtin("RefUpdate", 1)
def ref_update(cell, value):
    cell.value = value


@builtin("RefMerge", 2, calls=True)
def ref_merge(d, cell, value, f):
    cell.value = f(d, cell.value, value)
