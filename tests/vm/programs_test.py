#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs that people use, on KMS: each opens its window, draws it, and closes when told to, or
does what it is for."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.machine import CHECKOUT
from support.picture import TERMINAL, Picture
from support.program_case import BUS, PROGRAMS, ProgramCase
from support.session import BACKGROUND, EXWM_VRCTL

PORTALS = CHECKOUT / "compositor/session/exwm-vr-portals.conf"
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
    "emacs -Q": "emacs",
    "mpv --no-audio --loop --vo=wlshm av://lavfi:testsrc=size=640x480:rate=5": "mpv",
    "/usr/libexec/installed-tests/SDL2/testdraw2": "testdraw2",
}
SECOND_FRAME = "session already has a frame object"  # of ext-image-copy-capture-v1
OF_THEIR_OWN_SIZE = ("testdraw2",)


class ProgramsTest(ProgramCase):
    def check_window(self, command: str, name: str, app_id: str) -> None:
        self.start(command)
        self.session.wait_for_window(app_id)
        # Its first picture has the size that it would like; then it is to fill the screen.
        left = 0.9 if app_id in OF_THEIR_OWN_SIZE else 0.02
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) < left, f"all of {command}")
        self.session.ctl("wait idle --timeout 5s", check=False)
        self.keep_picture(name)
        number = next(w["id"] for w in self.session.windows() if w["app_id"] == app_id)
        self.session.ctl(f"close {number}")
        self.session.ctl(f"wait window --app-id {app_id} --gone --timeout 60s")

    def test_windows(self):
        for command, app_id in WINDOWS.items():
            name = pathlib.Path(command.split()[0]).name
            with self.subTest(name):
                try:
                    self.check_window(command, name, app_id)
                finally:  # the next one is to have the screen to itself
                    self.machine.run(f"pkill -KILL -x {name[:15]}; true")

    def wait_for_page(self, colour: tuple, what: str) -> None:
        """It is below the browser's bars, which fill the screen with it."""
        self.session.wait_for_picture(
            lambda p: p.share(colour) > 0.8 and p.share(BACKGROUND) < 0.02, what
        )

    def test_a_browser_is_clicked_and_typed_into(self):
        self.start(f"firefox-esr --no-remote file://{PROGRAMS}/page.html")
        self.session.wait_for_window("firefox-esr")
        self.wait_for_page((0x30, 0x50, 0x70), "the page")
        self.machine.move_pointer(0.5, 0.5)
        self.machine.click()
        self.wait_for_page((0x70, 0x30, 0x50), "the page after a click")
        self.machine.type("hello")
        self.wait_for_page((0x50, 0x70, 0x30), "the page after what was typed")
        self.keep_picture("firefox-esr")
        self.focus("firefox-esr")
        self.session.ctl("close focused")
        self.session.ctl("wait window --app-id firefox-esr --gone --timeout 60s")

    def test_a_desktop_of_several(self):
        self.start("waybar", "waybar")
        for command in ("emacs -Q", "gtk3-demo", "foot sh -c 'ls --color /; exec sh'"):
            self.start(command, "several")
            self.session.wait_for_window(WINDOWS.get(command, "foot"))
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) < 0.1, "all of them")
        self.session.ctl("wait idle --timeout 10s", check=False)
        self.keep_picture("desktop")
        self.assertEqual(len(self.session.windows()), 3)

    def test_waybar_takes_its_strip(self):
        self.start("waybar")
        self.wait_for(
            lambda: any(o["usable"]["height"] < o["box"]["height"] for o in self.session.outputs()),
            "its strip",
        )
        self.keep_picture("waybar")

    def test_kanshi_sets_outputs(self):
        self.session.user(
            "mkdir -p ~/.config/kanshi;"
            r" printf 'profile {\n output Virtual-1 scale 1.5\n}\n' >~/.config/kanshi/config"
        )
        self.start("kanshi")
        command = self.session.command(f"{EXWM_VRCTL} --json outputs")
        self.machine.wait_until(f"{command} | grep -q '\"scale\": *1.5'", "the scale")

    def test_swayidle_acts_when_nobody_does(self):
        self.start("swayidle -w timeout 1 'touch /host/typed'")
        self.machine.wait_for_files("[ -e typed ]", "its command")

    def test_a_launcher_takes_keys(self):
        self.start("fuzzel --dmenu </etc/hostname")
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) < 0.97, "the launcher")
        self.keep_picture("fuzzel")
        self.machine.key("esc")
        self.machine.wait_until("! pgrep -x fuzzel", "its end")

    def test_night_light_is_told_that_there_is_no_gamma(self):
        self.start("wlsunset -T 4001 -t 4000")
        self.machine.wait_for_files("grep -qi gamma program", "its complaint")

    def test_the_screen_is_recorded(self):
        # It ends only once something changes on the screen.
        self.open_terminal("while sleep 0.2; do date; done")
        self.start(
            "timeout -s INT 8 wf-recorder -c libx264 -p preset=ultrafast -r 5 -f /tmp/film.mkv"
        )
        self.machine.wait_until("[ -s /tmp/film.mkv ] && ! pgrep -x wf-recorder", "a film")
        self.machine.run("ffmpeg -v error -y -i /tmp/film.mkv -update 1 /host/last.ppm")
        last = Picture(self.machine.share / "last.ppm")
        self.assertEqual(last.size, (1024, 768))
        # Films are of a smaller range: black is 16.
        self.assertGreater(last.share(TERMINAL, 12), 0.8, last.pixels[:3].hex())

    def test_the_desktop_is_seen_and_driven_over_vnc(self):
        self.machine.run("busybox ifconfig lo up")
        self.start("wayvnc 127.0.0.1 5901")
        self.open_terminal("cat > /host/typed")
        script = PROGRAMS / "vnc_client.py"
        self.machine.wait_until("(: </dev/tcp/127.0.0.1/5901) 2>/dev/null", "wayvnc")
        colour = "%02x%02x%02x" % TERMINAL
        seen = self.machine.run(f"timeout 100 python3 {script} 5901 {colour} 'over vnc\n'")
        self.assertEqual(seen.strip(), "1024x768")
        self.machine.wait_for_files("grep -qx 'over vnc' typed", "what was typed")

    def portals(self) -> None:
        """The portals as systemd would start them by name, which is not there."""
        # As if installed.
        self.machine.run(f"cp {PORTALS} /usr/share/xdg-desktop-portal/")
        self.session.user(
            "mkdir -p ~/.config/xdg-desktop-portal-wlr;"
            " printf '[screencast]\nchooser_type=none\noutput_name=Virtual-1\n'"
            " >~/.config/xdg-desktop-portal-wlr/config"
        )
        self.start("pipewire", "pipewire")
        self.machine.wait_until("[ -S /run/user/1000/pipewire-0 ]", "PipeWire")
        self.start("wireplumber", "wireplumber")
        for name in ("xdg-desktop-portal-wlr", "xdg-desktop-portal-gtk", "xdg-desktop-portal"):
            self.start(f"XDG_CURRENT_DESKTOP=EXWM-VR /usr/libexec/{name}", name)
        self.machine.wait_until(
            self.session.command(
                f"{BUS} busctl --user list | grep -q org.freedesktop.portal.Desktop"
            ),
            "the portals",
        )

    def test_the_screen_is_shared_by_the_portal(self):
        self.portals()
        # xdg-desktop-portal-wlr 0.8.4 may lose its first picture, of which there is no other unless
        # something changes.
        self.open_terminal("while sleep 0.2; do clear; date; done")
        script = PROGRAMS / "portal_client.py"
        for turn in range(1, 4):
            log = f"portal-client{turn}"
            self.start(f"python3 {script} screencast /tmp/shared.png", log)
            self.machine.wait_for_files(f"grep -qE '^(done|Traceback)' {log}", "the client's end")
            if "done" in self.machine.read(log).splitlines():
                break
            # It may break a rule, too, when PipeWire pauses it; D-Bus starts it anew.
            said = self.machine.read("xdg-desktop-portal-wlr") + self.session.log()
            self.assertEqual(said.count(SECOND_FRAME), turn, self.machine.read(log))
            self.session.excused = turn
        else:
            self.fail("never a picture of the screen")
        self.machine.run("ffmpeg -v error -y -i /tmp/shared.png /host/shared.ppm")
        shared = Picture(self.machine.share / "shared.ppm")
        self.assertEqual(shared.size, (1024, 768))
        self.assertGreater(shared.share(TERMINAL, 2), 0.9)

    def test_a_file_dialog_is_opened_by_the_portal(self):
        self.portals()
        script = PROGRAMS / "portal_client.py"
        self.start(f"python3 {script} file", "portal-client")
        self.session.wait_for_window("xdg-desktop-portal-gtk")
        self.session.ctl("wait idle --timeout 5s", check=False)
        self.keep_picture("file-dialog")
        self.machine.key("esc")
        self.machine.wait_for_files("grep -qx 'not chosen' portal-client", "the answer")

    def test_clipboard(self):
        self.start("wl-copy something")
        command = self.session.command("timeout 5 wl-paste")
        self.machine.wait_until(f"{command} | grep -qx something", "what was copied")


if __name__ == "__main__":
    results.main()
