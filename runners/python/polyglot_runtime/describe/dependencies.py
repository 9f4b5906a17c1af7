"""The user's own files that a script loads: by reading its imports, also those inside of functions, and theirs in turn."""

import ast
import os


def dependencies(script, folders, loaded=()):
    """Absolute paths, sorted, without the script. `folders`: where its local modules live. `loaded`: files that loading it loaded."""
    found, todo, seen = set(), [os.path.abspath(script)], set()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        for dependency in _imports(path, folders):
            if dependency not in seen:
                found.add(dependency)
                todo.append(dependency)
    found.update(loaded)
    found.discard(os.path.abspath(script))
    return sorted(found)


def _imports(path, folders):
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read(), path)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return []
    files = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                for folder in folders:
                    files += _module(folder, alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            parts = node.module.split(".") if node.module else []
            roots = folders
            if node.level:
                root = os.path.dirname(path)
                for _ in range(node.level - 1):
                    root = os.path.dirname(root)
                roots = [root]
            for folder in roots:
                base = _module(folder, parts)
                if parts and not base:
                    continue
                files += base
                if not parts and os.path.isfile(os.path.join(folder, "__init__.py")):
                    files.append(os.path.join(folder, "__init__.py"))
                for alias in node.names:
                    files += _module(os.path.join(folder, *parts), [alias.name])
    return files


def _module(folder, parts):
    """The files that importing a dotted name from a folder loads: the packages on the way and the module. [] if it is not there."""
    files, at = [], folder
    for index, part in enumerate(parts):
        at = os.path.join(at, part)
        package = os.path.join(at, "__init__.py")
        if os.path.isfile(package):
            files.append(package)
        elif os.path.isfile(at + ".py"):
            return files + [at + ".py"] if index == len(parts) - 1 else files
        elif not os.path.isdir(at):
            return []
    return files
