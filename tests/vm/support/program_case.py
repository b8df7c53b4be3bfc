# SPDX-License-Identifier: MIT
"""A test case for programs that people use, which are in the image of the programs suite alone.
EXWM_VR_VM_PICTURES names a folder for pictures of them."""

import os
import pathlib

from support.desktop_case import DesktopCase
from support.session import WITH_THEME

BUS = "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"
PROGRAMS = pathlib.Path(__file__).resolve().parent.parent / "programs"
PICTURES = os.environ.get("EXWM_VR_VM_PICTURES")


class ProgramCase(DesktopCase):
    def setUp(self):
        super().setUp()
        self.session.configure(WITH_THEME)
        # Toolkits wait for a session bus for half a minute when there is none.
        self.session.spawn("exec dbus-daemon --session --address=unix:path=$XDG_RUNTIME_DIR/bus")
        self.machine.wait_until("[ -S /run/user/1000/bus ]", "a session bus")

    def start(self, command: str, log: str = "program") -> None:
        self.session.spawn(f"export {BUS}; exec env {command} >/host/{log} 2>&1")

    def keep_picture(self, name: str) -> None:
        if PICTURES:
            folder = pathlib.Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            self.machine.screenshot(0, folder / f"{name}.png")
