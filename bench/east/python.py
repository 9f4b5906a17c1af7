"""Programs in East in the Python runtime beside the same by hand: processor time, best of three. `python3 bench/east/python.py`.

The programs of a folder with an index.json (argument, result, reference time) are run too: `python3 bench/east/python.py FOLDER`.
"""

import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "runners", "python")]

import by_hand                                                              # noqa: E402
from polyglot_runtime.ir.compile.locations import caught                    # noqa: E402
from polyglot_runtime.ir.compile.program import Program                     # noqa: E402
from polyglot_runtime.ir.program import load                                # noqa: E402
from polyglot_runtime.ir.thread import THREAD                               # noqa: E402

COUNTS = {"integers": 15000, "mandelbrot": 60, "text": 300000, "arrays": 500000, "dicts": 200000, "structs": 1000, "fibonacci": 24}


def best(work, times=3):
    """(milliseconds of processor time, result)."""
    least = None
    for _ in range(times):
        before = time.process_time()
        result = work()
        spent = (time.process_time() - before) * 1000
        least = spent if least is None else min(least, spent)
    return least, result


def compiled(path):
    """(a function of the program's argument, milliseconds to make it)."""
    with open(path, "rb") as file:
        data = file.read()
    before = time.process_time()
    entry = THREAD.run(lambda: Program(load(data).root, {}).entry())
    spent = (time.process_time() - before) * 1000

    def run(argument):
        def work():
            try:
                return entry(0, argument)
            except Exception as error:
                raise caught(error) from None
        return THREAD.run(work)
    return run, spent


def main(folders):
    for name, count in COUNTS.items():
        run, loading = compiled(os.path.join(HERE, name + ".beast2"))
        first, _ = best(lambda: run(1), 1)
        east, result = best(lambda: run(count))
        hand, expected = best(lambda: getattr(by_hand, name)(count))
        print("%-12s %8.0f ms, by hand %8.0f ms: %5.2f times; loaded in %.1f ms, first call %.1f ms%s" % (
            name, east, hand, east / hand, loading, first, "" if result == expected else "  WRONG: %r, not %r" % (result, expected)))
    for folder in folders:
        with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
            index = json.load(file)
        for name, facts in index.items():
            run, loading = compiled(os.path.join(folder, name + ".beast2"))
            east, result = best(lambda: run(int(facts["argument"])))
            known = facts["reference_ms_best_of_3"]
            print("%-18s %8.0f ms, reference %6d ms: %5.1f times as fast%s" % (
                name, east, known, known / east, "" if str(result) == facts["result"] else "  WRONG: %r" % (result,)))


if __name__ == "__main__":
    main(sys.argv[1:])
