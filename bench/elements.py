#!/usr/bin/env python3
"""One task that is run for every element of an Array (`foreach`), by size of the Array.

    bench/elements.py                        1,000 and 10,000 elements
    bench/elements.py --sizes 100,1000,10000 --program path/to/polyglot

Every element is a `cp in out` with two jobs: written as an object, run, hashed, recorded, gathered. Then the same again (nothing to do), and with one element changed. Figures are
whole-process, with the peak memory of the host. What was made is left in place, as in fan.py.
"""
import argparse, json, os, pathlib, tempfile

from fan import JOBS, ROOT, measure


def write(folder, count, changed=None):
    values = [f"element {i}" if i != changed else "changed" for i in range(count)]
    (folder / "values.json").write_text(json.dumps(values))
    project = {
        "name": "elements",
        "inputs": {"values": {"file": "values.json", "type": "Array<String>"}},
        "tasks": {"each": {"runner": "shell", "command": "cp {inputs.value} {output}", "foreach": "value", "inputs": {"value": "values"}, "output": "String", "format": "raw"}},
        "outputs": {"out/each.json": "each"},
    }
    (folder / "polyglot.json").write_text(json.dumps(project))
    return values


def check(folder, values):
    assert json.loads((folder / "out" / "each.json").read_text()) == values


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--program", default=str(ROOT / "polyglot"))
    parser.add_argument("--dir", default=None, help="where to work (default: a temporary folder)")
    options = parser.parse_args()
    scratch = tempfile.mkdtemp(dir=options.dir, prefix="polyglot-elements-")
    for size in (int(size) for size in options.sizes.split(",")):
        folder = pathlib.Path(tempfile.mkdtemp(dir=scratch, prefix=f"{size}-"))
        argv = [options.program, "run", str(folder), "-j", str(JOBS), "--quiet"]
        values = write(folder, size)
        first = measure(argv, folder)
        check(folder, values)
        again = measure(argv, folder)
        values = write(folder, size, changed=size // 2)
        changed = measure(argv, folder)
        check(folder, values)
        print(f"  {size:6} elements: {first[0]:7.2f} s wall, {first[1]:7.2f} s cpu, {(first[0] - again[0]) / size * 1000:.3f} ms per element, peak {first[2]:.0f} MB", flush=True)
        print(f"         again: {again[0]:.2f} s, {again[2]:.0f} MB; one changed: {changed[0]:.2f} s, {changed[1]:.2f} s cpu, {changed[2]:.0f} MB", flush=True)
    print(f"what was measured is in {scratch}")


if __name__ == "__main__":
    main()
