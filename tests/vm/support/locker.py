# SPDX-License-Identifier: MIT
"""A program that locks the session, and the colours that are shown then."""

LOCKER = "exec swaylock --no-unlock-indicator --color ff00ff"
LOCK = (0xFF, 0x00, 0xFF)
NO_LOCKER = (0x66, 0x00, 0x00)  # when the locker is gone without unlocking
UNLOCK = "pkill -USR1 -x swaylock"  # as its user's password does
