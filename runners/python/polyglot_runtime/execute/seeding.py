"""Randomness: before each call the default generators get the task's seed, so that a task without its own is deterministic."""

import sys
from importlib.machinery import PathFinder
from random import seed as seed_random


class Seeding:
    """Seeds `random` and, where it is imported, numpy's global generator; also one that is imported during the call."""

    def __init__(self):
        self.seed = 0
        sys.meta_path.insert(0, self)

    def apply(self, seed):
        self.seed = seed
        seed_random(seed)
        if "numpy.random" in sys.modules:
            self._seed_numpy()

    def _seed_numpy(self):
        sys.modules["numpy.random"].seed([self.seed & 0xFFFFFFFF, self.seed >> 32])

    def find_spec(self, name, path=None, target=None):
        """Lets numpy.random be seeded as soon as it is imported; leaves every other module alone."""
        if name != "numpy.random":
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                self._seed_numpy()

            spec.loader.exec_module = exec_module
        return spec
