"""Function values: Python functions of compiled code, which can be traced back to the node they were made from."""


def node_of(function):
    """The node ("Function" or "AsyncFunction", fields) that a function was made from; None for one of the host."""
    nodes = getattr(function, "__globals__", {}).get("NODES")
    return None if nodes is None else nodes.get(function.__name__)
