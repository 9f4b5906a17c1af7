"""Packages of platform functions that plugins bring: Python modules that declare functions with `polyglot.platform`.

The host names them in POLYGLOT_PLATFORMS, a JSON array of {"id", "path"}. Modules are loaded when the worker starts, only to know what
they offer; what they need that is large they import inside of their functions.
"""

import json
import sys

BAD_TYPE = "%s: the type of the platform function '%s' cannot be read: %s"
NO_FUNCTION = "%s: '%s' has the type %s, which is no function's"
CANNOT_LOAD = "the platform package '%s' cannot be loaded: %s"
TWICE = "the platform function '%s' is declared twice"


class Plugins:
    """The packages by id."""

    def __init__(self, text):
        self._paths, self._declared, self._problems = {}, {}, {}
        try:
            for entry in json.loads(text):
                self._paths[str(entry["id"])] = str(entry["path"])
        except (ValueError, KeyError, TypeError) as error:
            sys.stderr.write("polyglot python worker: POLYGLOT_PLATFORMS is no list of packages: %s\n" % error)

    def __iter__(self):
        return iter(self._paths)

    def __len__(self):
        return len(self._paths)

    def __contains__(self, name):
        return name in self._paths

    def announced(self):
        """What all packages offer, as Ready tells it. One that does not load offers nothing, and says why in the log."""
        from ..east import schema
        functions = []
        for name in self._paths:
            for function, (type_, _) in self._load(name).items():
                functions.append({"name": function, "inputs": [{"schema": schema.encode(part)} for part in type_[1]],
                                  "output": {"schema": schema.encode(type_[2])}, "is_async": type_[0] == "AsyncFunction"})
        return functions

    def functions(self, package):
        """name -> PlatformFunction. Raises NotLoaded."""
        from ..ir.errors import NotLoaded
        from .natural import BadDeclaration, declared
        found = self._load(package)
        if package in self._problems:
            raise NotLoaded(CANNOT_LOAD % (package, self._problems[package]))
        try:
            return {name: declared(name, type_, function) for name, (type_, function) in found.items()}
        except BadDeclaration as error:
            raise NotLoaded(CANNOT_LOAD % (package, error)) from None

    def _load(self, package):
        """name -> (type, Python function)."""
        if package not in self._declared:
            self._declared[package] = {}
            try:
                self._declared[package] = self._read(package)
            except Exception as error:
                self._problems[package] = "%s: %s" % (type(error).__name__, error)
                sys.stderr.write("polyglot python worker: %s\n" % (CANNOT_LOAD % (package, self._problems[package])))
        return self._declared[package]

    def _read(self, package):
        import importlib.util
        import os
        import polyglot
        path = self._paths[package]
        name = "polyglot_platform_" + "".join(c if c.isalnum() else "_" for c in package)
        folder = [os.path.dirname(path)] if os.path.basename(path) == "__init__.py" else None
        spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folder)
        module = importlib.util.module_from_spec(spec)
        for known in [known for known in sys.modules if known.startswith(name + ".")]:
            del sys.modules[known]      # declarations are made when a module runs
        sys.modules[name] = module
        before, polyglot._declared = polyglot._declared, []
        try:
            spec.loader.exec_module(module)
            declarations = polyglot._declared
        finally:
            polyglot._declared = before
        return _types(path, declarations)


def _types(path, declarations):
    from ..east import friendly
    from ..east.types import BadType
    found = {}
    for name, text, function in declarations:
        try:
            type_ = friendly.parse(text.replace("->", "=>"))
        except BadType as error:
            raise ValueError(BAD_TYPE % (path, name, error)) from None
        if type_[0] not in ("Function", "AsyncFunction"):
            raise ValueError(NO_FUNCTION % (path, name, text))
        if name in found:
            raise ValueError(TWICE % name)
        found[name] = type_, function
    return found
