#!/usr/bin/env python3
"""From a saved file to the last output that holds what follows from it, in watched projects: Polyglot beside inotify with make, turn by turn.

    bench/watch.py                        one shell task, ten in a row, and 20 steps of Python, Node and Julia in a row
    bench/watch.py --kinds copy-1 --edits 20 --commands ""

The input is rewritten in place. `copy` tasks do `cp in out`; for Polyglot each gets a command of its own, since equal tasks on equal bytes would be one execution. A step of `steps` sums an
array of numbers: a function in a warm worker for Polyglot, a fresh interpreter for make. The peer waits for close_write events with inotify and runs `make -rR`; it looks at nothing else.
"""
import argparse, ctypes, json, os, pathlib, select, shutil, signal, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRIPTS = pathlib.Path(__file__).resolve().parent / "scripts"
JOBS = 2
CLOSED, MOVED_HERE = 0x8, 0x80  # inotify: a file that was written is closed, a file gets its name
LANGUAGES = [("python", "py"), ("node", "mjs"), ("julia", "jl")]
STEPS = {
    "py": "import sys, json, numpy as np\njson.dump((np.cumsum(json.load(open(sys.argv[1]))) % 97).tolist(), open(sys.argv[2], 'w'))\n",
    "mjs": "import fs from 'fs';\nlet s = 0;\nfs.writeFileSync(process.argv[3], JSON.stringify(JSON.parse(fs.readFileSync(process.argv[2])).map(x => (s += x) % 89)));\n",
    "jl": "a = [parse(Float64, x) for x in split(strip(read(ARGS[1], String), ['[', ']', '\\n']), ',')]\nwrite(ARGS[2], \"[\" * join(cumsum(a) .% 83, \",\") * \"]\")\n",
}
COMMANDS = {"py": os.environ.get("BENCH_PYTHON", "/usr/bin/python3"), "mjs": "node", "jl": "julia --startup-file=no"}


def numbers(edit):
    return json.dumps([float(x + edit) for x in range(1, 11)])


def after(text, count):
    """What the chain of steps gives, computed here."""
    values = json.loads(text)
    for i in range(count):
        total, out = 0.0, []
        for value in values:
            total += value
            out.append(total % [97, 89, 83][i % 3])
        values = out
    return values


class Copy:
    def __init__(self, count):
        self.count, self.source, self.last = count, "in/0.txt", f"out/{count}.txt"

    def text(self, edit):
        return f"edit {edit} {'x' * (edit % 7)}\n"

    def is_done(self, shown, text):
        return shown == text

    def polyglot(self, folder):
        tasks = {
            f"t{i}": {"runner": "shell", "command": "cp {inputs.x%d} {output}" % i, "inputs": {f"x{i}": "source" if i == 1 else f"t{i - 1}"}, "output": "Blob"}
            for i in range(1, self.count + 1)
        }
        return {"inputs": {"source": {"file": self.source, "type": "Blob"}}, "tasks": tasks, "outputs": {self.last: f"t{self.count}"}}

    def make(self, folder):
        return [(f"out/{i}.txt", [self.source if i == 1 else f"out/{i - 1}.txt"], "cp $< $@") for i in range(1, self.count + 1)]


class Steps:
    def __init__(self, count):
        self.count, self.source, self.last = count, "in/0.json", f"out/{count}.json"

    def text(self, edit):
        return numbers(edit)

    def is_done(self, shown, text):
        return json.loads(shown) == after(text, self.count)

    def polyglot(self, folder):
        tasks = {}
        for i in range(1, self.count + 1):
            language, extension = LANGUAGES[(i - 1) % 3]
            shutil.copy(SCRIPTS / f"chain.{extension}", folder)
            tasks[f"t{i}"] = {"runner": language, "function": f"chain.{extension}#advance", "inputs": ["source" if i == 1 else f"t{i - 1}"]}
            if language == "python":
                tasks[f"t{i}"]["requires"] = ["numpy"]
        return {"inputs": {"source": {"file": self.source, "type": "Array<Float>"}}, "tasks": tasks, "outputs": {self.last: f"t{self.count}"}}

    def make(self, folder):
        rules = []
        for i in range(1, self.count + 1):
            extension = LANGUAGES[(i - 1) % 3][1]
            (folder / f"step.{extension}").write_text(STEPS[extension])
            rules.append((f"out/{i}.json", [self.source if i == 1 else f"out/{i - 1}.json", f"step.{extension}"], f"{COMMANDS[extension]} step.{extension} $< $@"))
        return rules


KINDS = {"copy-1": Copy(1), "copy-10": Copy(10), "steps-20": Steps(20)}


def watch_and_make(folder):
    """The peer: blocks on inotify, runs make, blocks again."""
    os.chdir(folder)
    libc = ctypes.CDLL(None, use_errno=True)
    events = libc.inotify_init1(0)
    libc.inotify_add_watch(events, b"in", CLOSED)
    print("watching", flush=True)
    while True:
        os.read(events, 65536)
        while select.select([events], [], [], 0)[0]:
            os.read(events, 65536)
        subprocess.run(["make", "-rR", f"-j{JOBS}", "all"], stdout=subprocess.DEVNULL, check=True)


def write_makefile(kind, folder):
    (folder / "out").mkdir()
    rules = "".join(f"{target}: {' '.join(sources)}\n\t@{command}\n" for target, sources, command in kind.make(folder))
    (folder / "Makefile").write_text(f"all: {kind.last}\n{rules}")


def start(tool, kind, folder):
    (folder / "in").mkdir()
    (folder / kind.source).write_text(kind.text(0))
    if tool == "polyglot":
        (folder / "polyglot.json").write_text(json.dumps({"name": "watched", **kind.polyglot(folder)}))
        argv = [os.environ.get("BENCH_POLYGLOT", str(ROOT / "polyglot")), "watch", str(folder), "-j", str(JOBS), "--output", "json"]
    else:
        write_makefile(kind, folder)
        subprocess.run(["make", "-rR", "all"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
        argv = [sys.executable, __file__, "--peer", str(folder)]
    process = subprocess.Popen(argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "POLYGLOT_HOME": str(ROOT)})
    process.stdout.readline()
    return process


class Shown:
    """Tells when the files of a folder change: asking again and again would take a processor away from what is measured."""

    def __init__(self, folder):
        libc = ctypes.CDLL(None, use_errno=True)
        self.events = libc.inotify_init1(os.O_NONBLOCK)
        libc.inotify_add_watch(self.events, str(folder).encode(), CLOSED | MOVED_HERE)

    def wait(self, seconds):
        if select.select([self.events], [], [], seconds)[0]:
            os.read(self.events, 65536)

    def close(self):
        os.close(self.events)


def edit(kind, folder, number, patience=30):
    text = kind.text(number)
    shown = Shown((folder / kind.last).parent)
    began = time.monotonic()
    (folder / kind.source).write_text(text)
    try:
        while (left := began + patience - time.monotonic()) > 0:
            shown.wait(left)
            try:
                if kind.is_done((folder / kind.last).read_text(), text):
                    return time.monotonic() - began
            except (OSError, ValueError):
                pass
    finally:
        shown.close()
    sys.exit(f"edit {number} was not seen within {patience} s")


def first_runs(name, scratch, rounds):
    """A first run beside make, as whole processes and without a host: nothing was computed, nothing is warm."""
    kind, program, times = KINDS[name], os.environ.get("BENCH_POLYGLOT", str(ROOT / "polyglot")), {"polyglot": [], "make": []}
    for turn in range(rounds):
        for tool in times:
            folder = scratch / f"first-{tool}-{name}-{turn}"
            (folder / "in").mkdir(parents=True)
            (folder / kind.source).write_text(kind.text(turn))
            if tool == "polyglot":
                (folder / "polyglot.json").write_text(json.dumps({"name": "first", **kind.polyglot(folder)}))
                argv = [program, "run", "-C", str(folder), "-j", str(JOBS), "--quiet"]
            else:
                write_makefile(kind, folder)
                argv = ["make", "-rR", f"-j{JOBS}", "all"]
            began = time.monotonic()
            subprocess.run(argv, cwd=folder, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "POLYGLOT_HOME": str(ROOT), "POLYGLOT_HOST": "off"})
            times[tool].append(time.monotonic() - began)
            if not kind.is_done((folder / kind.last).read_text(), kind.text(turn)):
                sys.exit(f"{tool} made something else")
    ours, makes = (statistics.median(times[tool]) for tool in ("polyglot", "make"))
    print(f"{name:9} first run: polyglot {ours:.2f} s, make {makes:.2f} s: {ours / makes:.2f} times", flush=True)


def commands(name, scratch, edits):
    """`polyglot run` after an edit and with nothing to do, as whole processes: without a host, and with one."""
    kind, folder, program = KINDS[name], scratch / f"commands-{name}", os.environ.get("BENCH_POLYGLOT", str(ROOT / "polyglot"))
    folder.mkdir()
    (folder / "in").mkdir()
    (folder / "polyglot.json").write_text(json.dumps({"name": "commanded", **kind.polyglot(folder)}))

    def run(*arguments, **more):
        began = time.monotonic()
        subprocess.run([program, *arguments, "-C", str(folder), "--quiet"], check=True, env={**os.environ, "POLYGLOT_HOME": str(ROOT), **more})
        return time.monotonic() - began

    (folder / kind.source).write_text(kind.text(0))
    run("host", "start")
    try:
        run("run")
        times = {"off": ([], []), "": ([], [])}
        for number in range(1, 2 * edits + 1):
            host = "off" if number % 2 else ""
            (folder / kind.source).write_text(kind.text(1000 + number))
            time.sleep(0.05)
            times[host][0].append(run("run", POLYGLOT_HOST=host))
            times[host][1].append(run("run", POLYGLOT_HOST=host))
    finally:
        run("host", "stop")
    for host, (edited, idle) in times.items():
        print(f"{name:9} polyglot run, {'without a host' if host else 'with a host   '}: after an edit {1000 * statistics.median(edited):7.1f} ms, nothing to do {1000 * statistics.median(idle):6.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--commands", default="steps-20", help="kinds for which a first `polyglot run` is measured beside make, and later ones with and without a host")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        watch_and_make(options.peer)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="polyglot-watch-"))
    for name in filter(None, options.kinds.split(",")):
        kind, times, first_tasks, running = KINDS[name], {}, [], {}
        try:
            for tool in ("polyglot", "make"):
                folder = scratch / f"{tool}-{name}"
                folder.mkdir()
                running[tool] = start(tool, kind, folder)
                times[tool] = []
            edits = options.edits
            for number in range(1, edits + 1):
                for tool, process in running.items():
                    if tool == "make" and name == "steps-20" and number > 2:
                        continue
                    times[tool].append(edit(kind, scratch / f"{tool}-{name}", number))
                    if tool == "polyglot":
                        first_tasks.append(json.loads(process.stdout.readline())["timings"]["firstStarted"])
                    time.sleep(0.2)
        finally:
            for process in running.values():
                process.send_signal(signal.SIGINT)
                process.wait(10)
        for tool, seconds in times.items():
            print(f"{name:9} {tool:9} median {1000 * statistics.median(seconds):8.1f} ms   least {1000 * min(seconds):8.1f}   most {1000 * max(seconds):8.1f}   of {len(seconds)}")
        print(f"{name:9} polyglot: from the change to the first task {statistics.median(first_tasks):.1f} ms", flush=True)
    for name in filter(None, options.commands.split(",")):
        first_runs(name, scratch, 3)
        commands(name, scratch, max(3, options.edits // 5))


if __name__ == "__main__":
    main()
