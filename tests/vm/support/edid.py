# SPDX-License-Identifier: MIT
"""EDIDs of monitors and headsets that there are none of here. The mode is 1024x768 at 60 Hz, which
virtio-gpu takes from any EDID."""

MICROSOFT = bytes([0x75, 0x5C, 0x12, 0xCA, 1, 0]) + bytes(16)


def _block(content: bytes) -> bytes:
    content = content.ljust(127, b"\0")
    return content + bytes([-sum(content) % 256])


def _descriptor(tag: int, text: str) -> bytes:
    line = text.encode()
    return bytes([0, 0, 0, tag, 0]) + (line + b"\n" if len(line) < 13 else line).ljust(13)


def edid(vendor: str, product: int, name: str, microsoft: bool = False) -> bytes:
    letters = 0
    for letter in vendor:
        letters = letters << 5 | ord(letter) - 64
    base = bytes([0] + [0xFF] * 6 + [0]) + letters.to_bytes(2, "big") + product.to_bytes(2, "little")
    base += bytes([7, 0, 0, 0, 1, 30, 1, 4, 0xA5, 10, 8, 120, 6])
    base += bytes.fromhex("EE91A3544C99260F5054000000") + bytes([1] * 16)
    base += bytes.fromhex("641900404100263018883600644B0000001E")
    base += _descriptor(0xFC, name) + _descriptor(0xFF, "S-0007") + _descriptor(0x10, "")
    base += bytes([1 if microsoft else 0])
    blocks = _block(base)
    if microsoft:
        blocks += _block(bytes([2, 3, 4 + len(MICROSOFT), 0]) + MICROSOFT)
    return blocks


VIVE = edid("HVR", 0xAA01, "Vive")
INDEX = edid("VLV", 0x91A8, "Index")
SPECIALISED = edid("XYZ", 1, "Specialised", microsoft=True)
MONITOR = edid("XYZ", 2, "Monitor")
