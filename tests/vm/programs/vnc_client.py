#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""vnc_client.py PORT COLOUR TEXT: waits until most of a desktop shared over VNC has a colour (as
RRGGBB), prints the desktop's size, and types TEXT into it."""

import collections
import socket
import struct
import sys


def read(connection: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    return bytes(data)


def begin(connection: socket.socket) -> tuple[int, int]:
    """The desktop's size in px."""
    connection.sendall(read(connection, 12))
    kinds = read(connection, read(connection, 1)[0])
    if 1 not in kinds:
        raise ConnectionError("the server wants a password")
    connection.sendall(b"\x01")
    read(connection, 4)
    connection.sendall(b"\x01")  # shared
    width, height = struct.unpack(">HH", read(connection, 4))
    read(connection, 16)
    read(connection, struct.unpack(">I", read(connection, 4))[0])
    # 32 bits a pixel, blue first, and nothing but raw rectangles.
    connection.sendall(
        struct.pack(">B3xBBBBHHHBBB3x", 0, 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
        + struct.pack(">BxHi", 2, 1, 0)
    )
    return width, height


def commonest_colour(connection: socket.socket, width: int, height: int) -> str:
    connection.sendall(struct.pack(">BBHHHH", 3, 0, 0, 0, width, height))
    pixels = collections.Counter()
    while pixels.total() < width * height:
        kind = read(connection, 1)[0]
        if kind != 0:
            raise ConnectionError(f"message {kind} in place of a picture")
        for _ in range(struct.unpack(">xH", read(connection, 3))[0]):
            _, _, w, h, encoding = struct.unpack(">HHHHi", read(connection, 12))
            if encoding != 0:
                raise ConnectionError(f"encoding {encoding} in place of raw pixels")
            data = read(connection, w * h * 4)
            pixels.update(data[at:at + 3] for at in range(0, len(data), 4))
    blue, green, red = pixels.most_common(1)[0][0]
    return f"{red:02x}{green:02x}{blue:02x}"


def type_text(connection: socket.socket, text: str) -> None:
    for letter in text:
        keysym = 0xFF0D if letter == "\n" else ord(letter)
        for down in (1, 0):
            connection.sendall(struct.pack(">BBxxI", 4, down, keysym))


def main() -> None:
    port, colour = int(sys.argv[1]), sys.argv[2]
    text = sys.argv[3].encode().decode("unicode_escape")
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        width, height = begin(connection)
        # wayvnc shows a grey picture of its own until it has captured the first one.
        while commonest_colour(connection, width, height) != colour:
            pass
        print(f"{width}x{height}")
        type_text(connection, text)
        # Answered only once all of it was taken in.
        commonest_colour(connection, width, height)


main()
