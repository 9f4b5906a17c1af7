"""What the built-in packages offer, as data: this is all that is needed to say so when a worker starts.

A signature is a text: the letters of the inputs, `>`, the letter of the output, and `~` behind it where the function is asynchronous.
"""

LETTERS = {"S": ("String",), "I": ("Integer",), "F": ("Float",), "N": ("Null",), "X": ("Blob",), "L": ("Array", ("String",)),
           "A": ("AsyncFunction", (), ("Null",))}
# The same types as bytes.
SCHEMAS = {"S": b"\x0e", "I": b"\x08", "F": b"\x06", "N": b"\x0a", "X": b"\x02", "L": b"\x00\x0e", "A": b"\x01\x00\x00\x0a"}

PACKAGES = {
    "std": {
        "console_log": "S>N", "console_error": "S>N", "console_write": "S>N",
        "path_join": "L>S", "path_resolve": "S>S", "path_dirname": "S>S", "path_basename": "S>S", "path_extname": "S>S",
        "crypto_hash_sha256": "S>S", "crypto_hash_sha256_bytes": "X>X",
        "random_uniform": ">F", "random_normal": ">F", "random_range": "II>I", "random_exponential": "F>F", "random_weibull": "F>F",
        "random_bernoulli": "F>I", "random_binomial": "IF>I", "random_geometric": "F>I", "random_poisson": "F>I",
        "random_pareto": "F>F", "random_log_normal": "FF>F", "random_irwin_hall": "I>F", "random_bates": "I>F", "random_seed": "I>N",
    },
    "time": {"time_now": ">I", "time_sleep": "I>N~"},
    "testing": {"describe": "SA>N~", "test": "SA>N~", "testPass": ">N", "testFail": "S>N"},
}


def announced():
    """The functions of all built-in packages as Ready tells them."""
    functions = []
    for package in PACKAGES.values():
        for name, text in package.items():
            inputs, _, output = text.partition(">")
            functions.append({"name": name, "inputs": [{"schema": SCHEMAS[letter]} for letter in inputs],
                              "output": {"schema": SCHEMAS[output[0]]}, "is_async": output[1:] == "~"})
    return functions
