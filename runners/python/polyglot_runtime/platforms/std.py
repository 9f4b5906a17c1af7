"""The package `std` (spec 7.3): console, paths, hashes and random numbers. Nothing that a pure task must not have."""

from hashlib import sha256

from ..protocol.flatbuffers import utf8
from . import CURRENT
from .paths import basename, dirname, extname, join, resolve
from .random_numbers import *       # noqa: F401,F403 - the functions random_...


def console_log(d, text):
    CURRENT.write(1, utf8(text) + b"\n")


def console_error(d, text):
    CURRENT.write(2, utf8(text) + b"\n")


def console_write(d, text):
    CURRENT.write(1, utf8(text))


def path_join(d, parts):
    return join(parts)


def path_resolve(d, path):
    return resolve(path)


def path_dirname(d, path):
    return dirname(path)


def path_basename(d, path):
    return basename(path)


def path_extname(d, path):
    return extname(path)


def crypto_hash_sha256(d, text):
    return sha256(utf8(text)).hexdigest()


def crypto_hash_sha256_bytes(d, blob):
    return sha256(blob).digest()
