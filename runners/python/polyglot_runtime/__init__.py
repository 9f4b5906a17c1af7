"""The Python runtime of Polyglot: a worker that runs functions of user scripts on typed values."""

RUNNER = "python"
VERSION = "1"
PROTOCOL = 1
IR_VERSION = "0.0.1-beta.25"      # of East, as the programs that this runtime runs
