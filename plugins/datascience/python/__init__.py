"""The package `datascience` of the Python runtime: scikit-learn and scipy for East programs.

Modules here only declare; the libraries are imported when a function is called. What is random is seeded with the task's seed, and every
function runs in one thread, so that the same inputs give the same result.
"""

from . import clustering, equations, ensembles, linear, metrics, preparation     # noqa: F401
