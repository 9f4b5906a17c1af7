"""Decoders: bytes -> Python values of one shape, by generated code.

Generated code does not look for the end of the data at each step: reading past it is an IndexError or struct.error of Python's own,
which `decode` turns into BadInput.
"""

import sys
from struct import error as struct_error

from . import decoder_code, reading
from .depth import frames
from .errors import Aliased, BAD_TEXT, BadInput, ENDS_EARLY, MAX_LEVELS, TOO_DEEP, TRAILING


class Decoder:
    """Decodes values of one shape. Not thread-safe: generation is lazy."""

    def __init__(self, shape):
        self._shape = shape
        self._recursive = shape.node.recursive or any(part.node.recursive for part in _shapes(shape))
        self._plain = self._aliased = None

    def prepare(self):
        if self._plain is None:
            self._plain = decoder_code.generate(self._shape, False)

    def decode(self, data, at):
        """The value from `at` to the end of `data`. Raises BadInput, and what constructors of user classes raise."""
        self.prepare()
        limit = sys.getrecursionlimit()
        if self._recursive:
            sys.setrecursionlimit(frames() + MAX_LEVELS + 50)
        try:
            try:
                value, end = self._plain(data, at)
            except Aliased:
                if self._aliased is None:
                    self._aliased = decoder_code.generate(self._shape, True)
                value, end = self._aliased(data, at, reading.Register())
        except (IndexError, struct_error):
            if not _is_ours(sys.exc_info()[2]):
                raise
            raise BadInput(ENDS_EARLY % len(data)) from None
        except UnicodeDecodeError as error:
            if not _is_ours(sys.exc_info()[2]):
                raise
            raise BadInput(BAD_TEXT % max(0, data.find(error.object))) from None
        except RecursionError:
            raise BadInput(TOO_DEEP) from None
        finally:
            if self._recursive:
                sys.setrecursionlimit(limit)
        if end != len(data):
            if end > len(data):
                raise BadInput(ENDS_EARLY % len(data))
            raise BadInput(TRAILING % (len(data) - end))
        return value


def _is_ours(traceback):
    """Whether the error was raised by generated code or this package, not by a user's class that it constructed."""
    while traceback.tb_next:
        traceback = traceback.tb_next
    name = traceback.tb_frame.f_code.co_filename
    return name in (decoder_code.FILE, reading.__file__, __file__)


def _shapes(root):
    found, todo = {id(root): root}, [root]
    while todo:
        for part in todo.pop().parts:
            if id(part) not in found:
                found[id(part)] = part
                todo.append(part)
    return list(found.values())
