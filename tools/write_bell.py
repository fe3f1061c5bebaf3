"""Write the sound of the desk: `python -m tools.write_bell`.

Two strokes of a bell, a fifth apart: a fundamental and two overtones that die away. No sound of others is used.
"""

from __future__ import annotations

import io
import math
import struct
import wave
from pathlib import Path

FILE = Path("src/lintas/console/static/lintas/bell.wav")
RATE_HZ = 8_000
STROKE_S = 0.45
STROKES_HZ = (880.0, 1320.0)
OVERTONES = ((1.0, 0.6), (2.0, 0.25), (3.01, 0.1))
DECAY_PER_S = 7.0


def bell() -> bytes:
    """The sound as a WAV file: mono, 8 bits a sample."""
    samples = bytearray()
    for pitch in STROKES_HZ:
        for number in range(int(RATE_HZ * STROKE_S)):
            at = number / RATE_HZ
            tone = sum(part * math.sin(2 * math.pi * pitch * times * at) for times, part in OVERTONES)
            samples += struct.pack("B", 128 + round(120 * tone * math.exp(-DECAY_PER_S * at)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(samples))
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(bell())
