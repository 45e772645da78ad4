"""What a file may cost us. Defaults are those of the import design; the caller may change them."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    file_size: int = 50 * MIB
    entries: int = 5000
    directory_size: int = 2 * MIB
    unpacked: int = 300 * MIB
    part: int = 100 * MIB
    ratio: int = 200
    ratio_from: int = 1 * MIB
    elements: int = 2_000_000
    depth: int = 256
    pictures: int = 2000
    memory: int = 1024 * MIB
    cpu: int = 60
    wall: float = 120.0
    written: int = 400 * MIB


DEFAULT = Limits()
