"""Polyglot as an adapter for peers.py, the side-by-side bench of task runners: `peers.py --plugin bench/peers_polyglot.py --tools polyglot,make`.

Its tasks become shell tasks with raw files; the programs a command reads (`tools`) become inputs too.
"""
import json, os, pathlib

from adapters import Adapter, save

POLYGLOT = str(pathlib.Path(__file__).resolve().parent.parent / "polyglot")


class Polyglot(Adapter):
    name = "polyglot"
    state = [".e3"]

    def have(self):
        return os.path.exists(POLYGLOT)

    def write(self, dag, root, log, jobs):
        made = {task.out: task.id for task in dag.tasks}
        files = sorted({path for task in dag.tasks for path in task.ins + task.tools if path not in made})
        names = {path: f"file{i}" for i, path in enumerate(files)}
        tasks = {}
        for task in dag.tasks:
            sources = task.ins + task.tools
            place = {path: f"{{inputs.i{i}}}" for i, path in enumerate(sources)}
            tasks[task.id] = {
                "runner": "shell",
                "command": task.text(log, [place[path] for path in task.ins], "{output}", lambda path: place[path]),
                "inputs": {f"i{i}": made.get(path) or names[path] for i, path in enumerate(sources)},
                "output": "Blob",
            }
        project = {
            "name": "peers",
            "inputs": {name: {"file": path, "type": "Blob"} for path, name in names.items()},
            "tasks": tasks,
            "outputs": {task.out: task.id for task in dag.tasks},
        }
        save(root, "polyglot.json", json.dumps(project))

    def argv(self, dag, root, jobs):
        return [POLYGLOT, "run", root, "-j", str(jobs), "--quiet"]


ALL = [Polyglot]
