#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs that people use, on KMS: each opens its window, draws it, and closes when told to, or
does what it is for. EXWM_VR_VM_PICTURES names a folder for pictures of them."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.desktop_case import DesktopCase
from support.session import BACKGROUND, EXWM_VRCTL

PICTURES = os.environ.get("EXWM_VR_VM_PICTURES")
WINDOWS = {
    # command: app id
    "foot": "foot",
    "gtk3-demo": "gtk3-demo",
    "gtk4-demo": "org.gtk.Demo4",
    "featherpad": "featherpad",
    "weston-terminal": "org.freedesktop.weston.wayland-terminal",
    "xterm": "XTerm",
    "xeyes": "XEyes",
    "xclock": "XClock",
}


class ProgramsTest(DesktopCase):
    def setUp(self):
        super().setUp()
        # Toolkits wait for a session bus for half a minute when there is none.
        self.session.spawn("exec dbus-daemon --session --address=unix:path=$XDG_RUNTIME_DIR/bus")
        self.machine.wait_until("[ -S /run/user/1000/bus ]", "a session bus")

    def start(self, command: str) -> None:
        self.session.spawn(
            f"DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus exec {command}"
            " >/host/program 2>&1"
        )

    def keep_picture(self, name: str) -> None:
        if PICTURES:
            self.machine.screenshot(0, pathlib.Path(PICTURES) / f"{name}.png")

    def test_windows(self):
        for command, app_id in WINDOWS.items():
            with self.subTest(command):
                self.start(command)
                self.session.wait_for_window(app_id)
                self.session.wait_for_picture(
                    lambda p: p.share(BACKGROUND) < 0.9, f"something of {command}"
                )
                self.session.ctl("wait idle --timeout 5s || true")
                self.keep_picture(command)
                number = next(w["id"] for w in self.session.windows() if w["app_id"] == app_id)
                self.session.ctl(f"close {number}")
                self.session.ctl(f"wait window --app-id {app_id} --gone --timeout 60s")
                self.machine.run(f"pkill -x {command[:15]}; true")

    def test_waybar_takes_its_strip(self):
        self.start("waybar")
        for _ in range(300):
            output = self.session.outputs()[0]
            if output["usable"]["height"] < output["box"]["height"]:
                break
            self.machine.run("sleep 0.1")
        else:
            self.fail(f"no strip: {output}")
        self.keep_picture("waybar")

    def test_kanshi_sets_outputs(self):
        self.machine.run(
            "mkdir -p /home/user/.config/kanshi;"
            r" printf 'profile {\n output Virtual-1 scale 1.5\n}\n' >/home/user/.config/kanshi/config"
        )
        self.start("kanshi")
        command = self.session.command(f"{EXWM_VRCTL} --json outputs")
        self.machine.wait_until(f"{command} | grep -q '\"scale\": *1.5'", "the scale")

    def test_swayidle_acts_when_nobody_does(self):
        self.start("swayidle -w timeout 1 'touch /host/typed'")
        self.machine.wait_until("[ -e /host/typed ]", "its command")

    def test_a_launcher_takes_keys(self):
        self.start("fuzzel --dmenu </etc/hostname")
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) < 0.97, "the launcher")
        self.keep_picture("fuzzel")
        self.machine.key("esc")
        self.machine.wait_until("! pgrep -x fuzzel", "its end")

    def test_night_light_is_told_that_there_is_no_gamma(self):
        self.start("wlsunset -T 4001 -t 4000")
        self.machine.wait_until("grep -qi gamma /host/program || ! pgrep -x wlsunset", "an answer")

    def test_clipboard(self):
        self.start("wl-copy something")
        command = self.session.command("timeout 5 wl-paste")
        self.machine.wait_until(f"{command} | grep -qx something", "what was copied")


if __name__ == "__main__":
    results.main()
