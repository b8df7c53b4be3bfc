# SPDX-License-Identifier: MIT
"""Plugs and unplugs a monitor of the test machine.

QEMU has no command for it, but a VNC client that asks for a desktop size (RFB's SetDesktopSize)
gives that head a monitor of that size, and one that asks for 0x0 takes it away: the guest sees a
true hotplug.
"""

import pathlib
import socket
import struct

EXTENDED_DESKTOP_SIZE = -308


def _read(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("QEMU closed the VNC connection")
        data += part
    return data


def set_monitor(path: pathlib.Path, width: int, height: int) -> None:
    """@width x @height in px; 0 x 0 unplugs."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(path))
        connection.sendall(_read(connection, 12))  # the same protocol version
        kinds = _read(connection, _read(connection, 1)[0])
        if 1 not in kinds:
            raise ConnectionError("QEMU wants a VNC password")
        connection.sendall(b"\x01")
        _read(connection, 4)
        connection.sendall(b"\x01")  # shared
        _read(connection, 20)
        _read(connection, struct.unpack(">I", _read(connection, 4))[0])
        connection.sendall(struct.pack(">BBHii", 2, 0, 2, 0, EXTENDED_DESKTOP_SIZE))
        connection.sendall(
            struct.pack(">BBHHBB", 251, 0, width, height, 1, 0)
            + struct.pack(">IHHHHI", 0, 0, 0, width, height, 0)
        )
        # The answer says that it was taken in: a rectangle of that pseudo-encoding.
        connection.sendall(struct.pack(">BBHHHH", 3, 1, 0, 0, 1, 1))
        _read(connection, 1)
