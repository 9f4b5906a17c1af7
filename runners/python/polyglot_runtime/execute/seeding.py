"""Randomness: before each call the default generators get the task's seed, so that a task without its own is deterministic."""

import sys
from importlib.machinery import PathFinder


class Seeding:
    """Seeds `random` and numpy's global generator where they are imported; also when they are imported later. Neither is needed for anything else."""

    def __init__(self):
        self.seed = 0
        self._ways = {"random": self._seed_random, "numpy.random": self._seed_numpy}
        sys.meta_path.insert(0, self)

    def apply(self, seed):
        self.seed = seed
        for name, seed_it in self._ways.items():
            module = sys.modules.get(name)
            if module is not None:
                seed_it(module)

    def _seed_random(self, module):
        module.seed(self.seed)

    def _seed_numpy(self, module):
        module.seed([self.seed & 0xFFFFFFFF, self.seed >> 32])

    def find_spec(self, name, path=None, target=None):
        """Lets a generator be seeded as soon as it is imported; leaves every other module alone."""
        seed_it = self._ways.get(name)
        if seed_it is None:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                seed_it(module)

            spec.loader.exec_module = exec_module
        return spec
