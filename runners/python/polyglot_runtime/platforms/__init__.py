"""Packages of platform functions: native code that programs call by name."""


class PlatformFunction:
    """One function. `inputs`, `output`: East types; `call(d, *values)` takes and gives values of running programs, after the depth of
    calls, which it passes on to the functions that it calls. An EastError that it raises chooses its own first location."""

    __slots__ = ("name", "inputs", "output", "is_async", "call")

    def __init__(self, name, inputs, output, is_async, call):
        self.name, self.inputs, self.output, self.is_async, self.call = name, inputs, output, is_async, call


class Current:
    """The run that platform functions serve. `write(stream, text)`: 1 is stdout, 2 stderr; `log(text)`; `random`: its Generator."""

    def __init__(self):
        self.write = self.log = self.random = None
        self.inputs = ()        # the program's inputs, to find the one that an argument came from


CURRENT = Current()
