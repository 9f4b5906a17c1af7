"""The Python runtime of Polyglot: a worker that runs functions of user scripts on typed values."""

RUNNER = "python"
VERSION = "1"
PROTOCOL = 1
