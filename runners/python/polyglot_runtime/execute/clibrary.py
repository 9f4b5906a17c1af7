"""The C library, where the system lets Python call it."""

_PR_SET_PDEATHSIG = 1
_library = None
_prctl = None


def load():
    """Once, while nothing waits for it."""
    global _library, _prctl
    try:
        import ctypes
        _library = ctypes.CDLL(None)
        _library.fflush.argtypes = [ctypes.c_void_p]
        _prctl = getattr(_library, "prctl", None)
    except Exception:
        _library = None


def flush():
    """Writes out what C libraries have buffered for the standard streams, so that it reaches the log before the reply."""
    if _library is not None:
        _library.fflush(None)


def trim():
    """Gives back what the C library has freed, and leaves it tidy: what is in disorder every copy of this process would put in order, and so write to."""
    give_back = getattr(_library, "malloc_trim", None)      # glibc's
    if give_back is not None:
        give_back(0)


def die_with_parent(signal):
    """Linux only: the system kills this process when the thread that forked it ends."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, int(signal))
