"""Loading user scripts: each once per path, with the modules beside it importable, and apart from those of other folders."""

import importlib
import importlib.util
import os
import sys
import types

from . import failures
from .interrupts import Cancelled

_STANDARD = getattr(sys, "stdlib_module_names", frozenset())


class Stale(Exception):
    """The code that is loaded is not the code that is asked for: the host starts a fresh worker."""


class Script:
    """A loaded script. `folders` are where its local modules are looked for, `loaded` the user's files that loading it loaded."""

    __slots__ = ("path", "code_id", "module", "folders", "loaded")

    def __init__(self, path, code_id, module, folders, loaded):
        self.path, self.code_id, self.module, self.folders, self.loaded = path, code_id, module, folders, loaded


class Scripts:
    """The scripts of this process. Main thread only.

    Modules beside a script are imported by their plain names, which another folder may use for other files: sys.modules holds the
    local modules of one folder at a time (`_home`), those of the others are put aside.
    """

    def __init__(self):
        self._scripts = {}
        self._home = None           # the folders whose local modules are in sys.modules now
        self._aside = {}            # folders -> {module name: module}
        self._stats = {}            # file -> what it looked like when it was loaded
        self._foreign = frozenset(sys.modules)

    def load(self, path, code_id):
        """The Script. Raises Stale or Failure."""
        script = self._scripts.get(path)
        if script is not None:
            if script.code_id != code_id and script.code_id and code_id:
                raise Stale(failures.STALE % os.path.basename(path))
            if script.folders != self._home:
                self._enter(script.folders)
            return script
        if not os.path.isfile(path):
            raise failures.task("script_not_found", failures.NO_SCRIPT % path)
        sys.dont_write_bytecode = True
        package, folders = _package(path)
        self._enter(folders)
        for name, _, file in self._local(self._home):
            if file not in self._stats:
                del sys.modules[name]       # a cancel cut its loading off
        before = self._local_files()
        for file in before:
            if _stat(file) != self._stats.get(file):
                raise Stale(failures.STALE_DEPENDENCY % os.path.basename(file))
        stat = _stat(path)
        try:
            module = self._execute(path, package, folders[0])
        except Cancelled:
            raise
        except BaseException as error:
            made = failures.from_exception(error, "load_failed")
            made["summary"] = "%s does not load: %s" % (os.path.basename(path), made["summary"])
            raise failures.Failure(**made) from None
        finally:
            for file in self._local_files():
                self._stats.setdefault(file, _stat(file))
        self._stats[path] = stat
        loaded = self._local_files() - before - {path}
        script = self._scripts[path] = Script(path, code_id, module, folders, loaded)
        return script

    def _local_files(self):
        """The files of the current folder's local modules."""
        return {file for _, _, file in self._local(self._home)}

    def _local(self, folders):
        """(name, module, file) of what is in sys.modules from these folders and no installed library."""
        found = []
        for name, module in list(sys.modules.items()):
            if name not in self._foreign:
                file = getattr(module, "__file__", None)
                if file and file.startswith(folders) and failures.is_user(file):
                    found.append((name, module, file))
        return found

    def _enter(self, folders):
        """Makes the local modules and import paths those of `folders`."""
        if folders == self._home:
            return
        if self._home is not None:
            aside = self._aside[self._home] = {name: module for name, module, _ in self._local(self._home)}
            for name in aside:
                del sys.modules[name]
            for folder in self._home:
                if folder[:-1] in sys.path:
                    sys.path.remove(folder[:-1])
        sys.path[:0] = [folder[:-1] for folder in folders]
        sys.modules.update(self._aside.pop(folders, {}))
        self._home = folders
        importlib.invalidate_caches()

    def _execute(self, path, package, folder):
        stem = os.path.splitext(os.path.basename(path))[0]
        name = stem
        if package:
            name = package + "." + stem
            importlib.import_module(package)
        if name in sys.modules or name in _STANDARD:
            name = "polyglot_script_%s_%d" % (stem, len(self._scripts))
        with open(path, "rb") as file:
            source = file.read()
        code = compile(source, path, "exec", dont_inherit=True)
        module = types.ModuleType(name)
        module.__file__ = path
        module.__package__ = package
        module.__spec__ = importlib.util.spec_from_file_location(name, path)
        module.__loader__ = module.__spec__.loader
        if not package and b"from ." in source and _imports_relatively(code):
            module.__package__ = _synthetic_package(folder)
        sys.modules[name] = module
        try:
            exec(code, module.__dict__)
        except BaseException:
            sys.modules.pop(name, None)
            raise
        return module


def _stat(path):
    try:
        stat = os.stat(path)
        return stat.st_mtime_ns, stat.st_size, stat.st_ino
    except OSError:
        return None


def _package(path):
    """(name of the package a script lies in or "", (its folder, the folder of the outermost package)), each ending in a separator."""
    folder = os.path.dirname(os.path.abspath(path))
    root, names = folder, []
    while os.path.isfile(os.path.join(root, "__init__.py")) and os.path.basename(root).isidentifier():
        names.insert(0, os.path.basename(root))
        root = os.path.dirname(root)
    own, outer = os.path.join(folder, ""), os.path.join(root, "")
    return ".".join(names), (own,) if own == outer else (own, outer)


def _imports_relatively(code):
    """Whether the script, or a function in it, uses `from . import`: the level of the import is its first argument."""
    import dis
    previous = before = None
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME" and before is not None and isinstance(before.argval, int) and before.argval > 0:
            return True
        before, previous = previous, step
    return any(_imports_relatively(constant) for constant in code.co_consts if isinstance(constant, types.CodeType))


def _synthetic_package(folder):
    """A package made of a folder that is none, so that `from .helper import f` finds the file beside the script."""
    base = "".join(c if c.isalnum() else "_" for c in os.path.basename(folder[:-1])) or "folder"
    name = "polyglot_folder_" + base
    if name not in sys.modules or sys.modules[name].__path__ != [folder[:-1]]:
        package = types.ModuleType(name)
        package.__path__ = [folder[:-1]]
        sys.modules[name] = package
    return name
