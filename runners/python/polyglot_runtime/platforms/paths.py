"""Paths with slashes, as text: the same on every system, and nothing is looked at."""


def normalize(path):
    if not path:
        return "."
    absolute = path[0] == "/"
    kept = []
    for part in path.split("/"):
        if part == ".." and kept and kept[-1] != "..":
            kept.pop()
        elif part == ".." and absolute:
            continue
        elif part and part != ".":
            kept.append(part)
    result = "/".join(kept)
    if result and path[-1] == "/":
        result += "/"
    if absolute:
        return "/" + result
    return result or ("./" if path[-1] == "/" else ".")


def join(parts):
    return normalize("/".join(part for part in parts if part))


def resolve(path):
    """The absolute path; one that is not begins at the root, since a task has no folder that its results may depend on."""
    result = normalize("/" + path)
    return result.rstrip("/") or "/"


def dirname(path):
    if not path:
        return "."
    trimmed = path.rstrip("/")
    if not trimmed:
        return "/"
    head, slash, _ = trimmed.rpartition("/")
    if not slash:
        return "."
    return head.rstrip("/") or ("//" if head == "/" else "/")


def basename(path):
    return path.rstrip("/").rpartition("/")[2]


def extname(path):
    name = basename(path)
    at = name.rfind(".")
    return "" if at <= 0 or name == ".." else name[at:]
