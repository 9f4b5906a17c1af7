#!/usr/bin/env python3
"""A fan of one-line shell tasks, run by Polyglot and, in the same run and turn by turn, by make and ninja.

    bench/fan.py                     1,000 tasks beside make and ninja, and the cost per task of fans of 100 and 10,000
    bench/fan.py --tasks 1000 --rounds 5 --sizes 100,1000,10000

Every tool does `cp in out` per task with two jobs. Polyglot also hashes, stores and records each result. Figures are whole-process: wall time,
CPU time of the tool with its children, and the tool's own peak memory. What was made is left in place: ext4 takes longer to
make a file in the minutes after others were removed, which would count against what is measured next.
"""
import argparse, json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
JOBS = 2


def inputs(folder, count):
    (folder / "in").mkdir(parents=True)
    for i in range(count):
        (folder / "in" / f"{i}.txt").write_text(f"input {i}\n")


def write_make(folder, count):
    inputs(folder, count)
    (folder / "out").mkdir()
    rules = [f"out/{i}.txt: in/{i}.txt\n\t@cp in/{i}.txt out/{i}.txt" for i in range(count)]
    (folder / "Makefile").write_text("all: " + " ".join(f"out/{i}.txt" for i in range(count)) + "\n" + "\n".join(rules) + "\n")
    return ["make", "-rR", f"-j{JOBS}", "all"]


def write_ninja(folder, count):
    inputs(folder, count)
    builds = [f"build out/{i}.txt: copy in/{i}.txt" for i in range(count)]
    (folder / "build.ninja").write_text("rule copy\n  command = cp $in $out\n" + "\n".join(builds) + "\n")
    return ["ninja", f"-j{JOBS}", "--quiet"]


def write_polyglot(folder, count):
    inputs(folder, count)
    project = {
        "name": "fan",
        "inputs": {f"i{i}": {"file": f"in/{i}.txt", "type": "Blob"} for i in range(count)},
        "tasks": {
            f"t{i}": {"runner": "shell", "command": "cp {inputs.x} {output}", "inputs": {"x": f"i{i}"}, "output": "Blob"} for i in range(count)
        },
        "outputs": {f"out/{i}.txt": f"t{i}" for i in range(count)},
    }
    (folder / "polyglot.json").write_text(json.dumps(project))
    return [str(ROOT / "polyglot"), "run", str(folder), "-j", str(JOBS), "--quiet"]


TOOLS = {"polyglot": write_polyglot, "make": write_make, "ninja": write_ninja}


def measure(argv, folder):
    began = time.monotonic()
    process = subprocess.Popen(argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{argv[0]} failed with {process.returncode}:\n{errors.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def check(folder, count):
    for i in (0, count // 2, count - 1):
        assert (folder / "out" / f"{i}.txt").read_text() == f"input {i}\n"


def once(tool, count, scratch):
    folder = pathlib.Path(tempfile.mkdtemp(dir=scratch, prefix=f"{tool}-"))
    argv = TOOLS[tool](folder, count)
    cold = measure(argv, folder)
    check(folder, count)
    again = measure(argv, folder)
    return cold, again


def row(label, samples):
    wall, cpu, memory = (statistics.median(s[i] for s in samples) for i in range(3))
    print(f"  {label:28} {wall:8.3f} s wall {cpu:8.3f} s cpu {memory:7.0f} MB", flush=True)
    return wall


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default="100,10000")
    parser.add_argument("--dir", default=None, help="where to work (default: a temporary folder)")
    options = parser.parse_args()
    subprocess.run([str(ROOT / "polyglot"), "version"], check=True, stdout=subprocess.DEVNULL)
    present = [tool for tool in TOOLS if tool == "polyglot" or shutil.which(tool)]
    scratch = tempfile.mkdtemp(dir=options.dir, prefix="polyglot-fan-")
    print(f"{options.tasks} one-line shell tasks, {JOBS} jobs, median of {options.rounds} rounds in turn")
    runs = {tool: [] for tool in present}
    for _ in range(options.rounds):
        for tool in present:
            runs[tool].append(once(tool, options.tasks, scratch))
    walls = {tool: row(f"{tool} first run", [cold for cold, _ in runs[tool]]) for tool in present}
    for tool in present:
        row(f"{tool} again, nothing to do", [again for _, again in runs[tool]])
    for tool in present[1:]:
        print(f"  polyglot / {tool}: {walls['polyglot'] / walls[tool]:.2f}")

    print("cost per task by size of the fan")
    sizes = [int(size) for size in options.sizes.split(",")]
    costs = {}
    for size in sizes:
        rounds = [once("polyglot", size, scratch) for _ in range(3 if size <= 1000 else 1)]
        wall, cpu, memory = (statistics.median(cold[i] for cold, _ in rounds) for i in range(3))
        start = statistics.median(again[0] for _, again in rounds)
        costs[size] = (wall - start) / size * 1000
        print(f"  {size:6} tasks: {wall:7.2f} s, up to date {start:5.2f} s, per task {costs[size]:.3f} ms over an up-to-date run, peak {memory:.0f} MB", flush=True)
    print(f"  {sizes[-1]} against {sizes[0]}: {costs[sizes[-1]] / costs[sizes[0]]:.2f}")
    print(f"what was measured is in {scratch}")


if __name__ == "__main__":
    main()
