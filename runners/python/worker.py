"""Starts the Python runtime of Polyglot: `python3 -u worker.py`, by the host only."""

import os
import sys

if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    if here not in sys.path:
        sys.path.insert(0, here)
    from polyglot_runtime.main import main
    main(here)
