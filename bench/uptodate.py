#!/usr/bin/env python3
"""Many tasks in which nothing is to do: Polyglot's run and plan beside make and ninja on the same graph, turn by turn.

    bench/uptodate.py                        10,000 tasks
    bench/uptodate.py --tasks 100000 --dir big --rounds 5

Every tool first does the work, unless --dir has it from before. Polyglot looks at the content that files had by their size, times and inode, at results and refs, and records the run; make and
ninja compare times. Figures are whole-process: wall time, CPU time, peak memory; medians of the rounds.
"""
import argparse, pathlib, shutil, subprocess, sys, tempfile

import fan


def settled(tool, folder, count):
    """The command of a tool whose work is done in the folder."""
    if folder.exists():
        return COMMANDS[tool](folder)
    argv = fan.TOOLS[tool](folder, count)
    wall, _, _ = fan.measure(argv, folder)
    fan.check(folder, count)
    print(f"  {tool + ' first run':28} {wall:8.3f} s wall", flush=True)
    return argv


COMMANDS = {
    "polyglot": lambda folder: [str(fan.ROOT / "polyglot"), "run", str(folder), "-j", str(fan.JOBS), "--quiet"],
    "make": lambda folder: ["make", "-rR", f"-j{fan.JOBS}", "all"],
    "ninja": lambda folder: ["ninja", f"-j{fan.JOBS}", "--quiet"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--dir", default=None, help="where to work, and to find the work done (default: a temporary folder)")
    options = parser.parse_args()
    program = str(fan.ROOT / "polyglot")
    subprocess.run([program, "version"], check=True, stdout=subprocess.DEVNULL)
    root = pathlib.Path(options.dir or tempfile.mkdtemp(prefix="polyglot-uptodate-")).absolute()
    tools = [tool for tool in fan.TOOLS if tool == "polyglot" or shutil.which(tool)]
    print(f"{options.tasks} tasks, nothing to do, median of {options.rounds} rounds in turn")
    commands = {}
    for tool in tools:
        folder = root / tool
        argv = settled(tool, folder, options.tasks)
        commands[tool] = (argv, folder)
        if tool == "polyglot":
            commands["polyglot plan"] = ([program, "plan", str(folder)], folder)
            commands["polyglot version"] = ([program, "version"], folder)
    samples = {name: [] for name in commands}
    for argv, folder in commands.values():
        fan.measure(argv, folder)
    for _ in range(options.rounds):
        for name, (argv, folder) in commands.items():
            samples[name].append(fan.measure(argv, folder))
    walls = {name: fan.row(name, values) for name, values in samples.items()}
    for tool in tools[1:]:
        print(f"  polyglot / {tool}: {walls['polyglot'] / walls[tool]:.2f}; polyglot plan / {tool}: {walls['polyglot plan'] / walls[tool]:.2f}")
    print(f"what was measured is in {root}")


if __name__ == "__main__":
    sys.exit(main())
