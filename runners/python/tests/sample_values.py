"""What tests of values share: their bytes without a file around them, and classes for structs."""

from dataclasses import dataclass
from datetime import timezone
from typing import Any, NamedTuple

from .support import Decoder, Encoder, Planner, friendly, graph
from polyglot_runtime.describe.annotations import Reader

UTC = timezone.utc


def encode(type_text, value, limit=0):
    out = bytearray()
    Encoder(friendly.parse(type_text)).encode(value, out, limit)
    return bytes(out)


def decode(type_text, data, hint=Any):
    node = graph(friendly.parse(type_text))
    return Decoder(Planner().shape(node, Reader().form(hint))).decode(data, 0)


@dataclass
class Point:
    x: float
    y: float


class Pair(NamedTuple):
    a: int
    b: str
