# SPDX-License-Identifier: MIT
"""What a monitor of the test machine shows, pixel by pixel."""

import pathlib

Colour = tuple[int, int, int]
TERMINAL = (0x24, 0x24, 0x24)  # foot's background


class Picture:
    """A PPM file as QEMU writes it."""

    def __init__(self, file: pathlib.Path):
        kind, size, depth, pixels = file.read_bytes().split(b"\n", 3)
        if kind != b"P6" or depth != b"255":
            raise ValueError(f"{file} is not an 8-bit PPM picture")
        self.width, self.height = map(int, size.split())
        self.pixels = pixels

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def count(self, colour: Colour, tolerance: int = 0) -> int:
        """How many pixels are of this colour, each channel within @tolerance of 255."""
        all_match = -1
        for channel, value in enumerate(colour):
            # A byte of 1 for each pixel that has it, in one long number: quick also in Python.
            table = bytes(abs(entry - value) <= tolerance for entry in range(256))
            all_match &= int.from_bytes(self.pixels[channel::3].translate(table), "little")
        return all_match.bit_count()

    def share(self, colour: Colour, tolerance: int = 0) -> float:
        """How much of the picture is of this colour: 0 to 1."""
        return self.count(colour, tolerance) / (self.width * self.height)

    def different(self, other: "Picture", tolerance: int = 0) -> set[tuple[int, int]]:
        """The places (px) where a channel differs by more than @tolerance of 255."""
        if self.size != other.size:
            raise ValueError(f"pictures of {self.size} and {other.size} have no common places")
        row = self.width * 3
        places = set()
        for y in range(self.height):
            here = self.pixels[y * row : (y + 1) * row]
            there = other.pixels[y * row : (y + 1) * row]
            if here != there:
                places |= {
                    (i // 3, y) for i in range(row) if abs(here[i] - there[i]) > tolerance
                }
        return places
