"""A small canvas: smooth lines, dots and digits on white, written as a PNG.

JupyterLab shows no SVG among the attachments of a cell, and a server need not
have a plotting library.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]

_LEVELS = 15  # of coverage, for each colour of the palette
_FONT = {
    "0": "01110100011001110101110011000101110",
    "1": "00100011000010000100001000010001110",
    "2": "01110100010000100010001000100011111",
    "3": "11111000100010000010000011000101110",
    "4": "00010001100101010010111110001000010",
    "5": "11111100001111000001000011000101110",
    "6": "00110010001000011110100011000101110",
    "7": "11111000010001000100010000100001000",
    "8": "01110100011000101110100011000101110",
    "9": "01110100011000101111000010001001100",
    ".": "00000000000000000000000000110001100",
    "-": "00000000000000011111000000000000000",
    "+": "00000001000010011111001000010000000",
    "e": "00000000000111010001111111000001110",
    "%": "11000110010001000100010001001100011",
}
GLYPH_WIDTH, GLYPH_HEIGHT = 5, 7


class Canvas:
    """A picture of one byte per point: an index into a palette of colours and their shades on white.

    Parameters
    ----------
    width, height : int
        In points.
    colours : sequence of Colour
        At most 17; drawing names them by their position.
    """

    def __init__(self, width: int, height: int, colours: Sequence[Colour]) -> None:
        self.width, self.height = width, height
        self._colours = tuple(colours)
        self._rows = [bytearray(width) for _ in range(height)]

    def dot(self, x: int, y: int, colour: int, cover: float) -> None:
        """Colour one point to a share `cover`; the darker of two shades of one colour stays."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        level = min(_LEVELS, round(cover * _LEVELS))
        if level > 0:
            index = 1 + colour * _LEVELS + level - 1
            old = self._rows[y][x]
            if old < index or (old - 1) // _LEVELS != colour:
                self._rows[y][x] = index

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: int, width: float) -> None:
        """Draw a smooth line: along its longer direction, each column or row is covered in part."""
        (x0, y0), (x1, y1) = start, end
        steep = abs(y1 - y0) > abs(x1 - x0)
        if steep:
            x0, y0, x1, y1 = y0, x0, y1, x1
        if x0 > x1:
            x0, y0, x1, y1 = x1, y1, x0, y0
        slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
        half = width / 2 * math.sqrt(1 + slope * slope)
        for x in range(math.floor(x0), math.ceil(x1) + 1):
            middle = y0 + slope * (min(max(x + 0.5, x0), x1) - x0)
            for y in range(math.floor(middle - half), math.floor(middle + half) + 1):
                cover = min(y + 1.0, middle + half) - max(float(y), middle - half)
                self.dot(*((y, x) if steep else (x, y)), colour, cover)

    def column(self, x: int, top: int, bottom: int, colour: int) -> None:
        """Colour the points of a column from one row to another, both among them."""
        index = (1 + colour) * _LEVELS
        for row in self._rows[max(0, top) : bottom + 1]:
            row[x] = index

    def disc(self, centre: tuple[float, float], radius: float, colour: int) -> None:
        """Draw a smooth dot."""
        reach = math.ceil(radius) + 1
        for y in range(math.floor(centre[1]) - reach, math.floor(centre[1]) + reach + 1):
            for x in range(math.floor(centre[0]) - reach, math.floor(centre[0]) + reach + 1):
                distance = math.hypot(x + 0.5 - centre[0], y + 0.5 - centre[1])
                self.dot(x, y, colour, radius + 0.5 - distance)

    def text(self, x: int, y: int, text: str, colour: int, *, size: int) -> None:
        """Write digits with their top left corner at a point; `size` points for each of a glyph."""
        for position, character in enumerate(text):
            left = x + position * (GLYPH_WIDTH + 1) * size
            for index, bit in enumerate(_FONT.get(character, "")):
                if bit == "1":
                    row, column = divmod(index, GLYPH_WIDTH)
                    for point in range(size * size):
                        down, right = divmod(point, size)
                        self.dot(left + column * size + right, y + row * size + down, colour, 1.0)

    def png(self) -> bytes:
        """Return the picture as a PNG file with a palette."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        lines = b"".join(b"\0" + bytes(row) for row in self._rows)
        chunks = [
            (b"IHDR", header),
            (b"PLTE", self._palette()),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        ]
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)

    def _palette(self) -> bytes:
        entries = [(255, 255, 255)]
        for colour in self._colours:
            for level in range(1, _LEVELS + 1):
                share = level / _LEVELS
                red, green, blue = (round(255 - (255 - part) * share) for part in colour)
                entries.append((red, green, blue))
        return bytes(part for entry in entries for part in entry)


def text_width(text: str, size: int) -> int:
    """Return how many points wide `Canvas.text` writes a text."""
    return (len(text) * (GLYPH_WIDTH + 1) - 1) * size


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
