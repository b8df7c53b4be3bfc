#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Night light on the kernel's own virtual card, vkms, which has what virtio-gpu lacks: ramps of
gamma, a plane for the cursor, and check sums of what would be sent to a monitor."""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.desktop_case import begins_its_own
from support.machine import SANITIZERS
from support.picture import TERMINAL
from support.session import EXWM_VRCTL
from support.vkms_case import KERNEL_CRTC, OUTPUT, VKMS, VkmsCase

POWER_SWITCH = os.environ["EXWM_VR_POWER_SWITCH"]
NIGHT_LIGHT = "wlsunset -S 06:00 -s 18:00 -T 4001 -t 4000"  # as warm at any time
WARMER = "wlsunset -S 06:00 -s 18:00 -T 2001 -t 2000"
DESK = "/sys/kernel/config/vkms/desk"
NONE = "none"
COOL = "256 0 65535 65535"  # what kernel-crtc sets


class GammaTest(VkmsCase):
    def setUp(self):
        super().setUp()
        self.machine.run("rm -f /host/light*")

    # --- what tests say ---

    def sum(self) -> str:
        """The check sum of the next picture that is sent to the monitor."""
        folder = f"{self.debug}/crtc-0/crc"
        line = self.machine.run(
            f"echo auto >{folder}/control && dd if={folder}/data bs=64 count=1 2>/dev/null"
            " | tr -d '\\0'"
        )
        self.assertRegex(line, "^0x[0-9a-f]+ 0x[0-9a-f]{8}$")
        return line.split()[1]

    def still_sum(self) -> str:
        """That of a desktop which is drawn and has come to rest."""
        self.session.ctl("wait idle --for 200ms --timeout 60s")
        return self.sum()

    def wait_for_sum(self, wanted: str, what: str) -> None:
        seen = set()

        def fits() -> bool:
            seen.add(self.sum())
            return wanted in seen

        try:
            self.wait_for(fits, what)
        except AssertionError as error:
            text = f"{wanted} is not among {seen}; the ramps are {self.gamma()}"
            raise AssertionError(text) from error

    def gamma(self, card: str = "") -> str:
        return self.crtc(card)[1]

    def wait_for_gamma(self, wanted, what: str, card: str = "") -> str:
        seen = []

        def fits() -> bool:
            seen.append(self.gamma(card))
            return wanted(seen[-1])

        try:
            self.wait_for(fits, what)
        except AssertionError as error:
            raise AssertionError(f"the last ramps were {seen[-1]}") from error
        return seen[-1]

    def start_light(self, command: str = NIGHT_LIGHT, name: str = "light") -> None:
        self.session.spawn(f"exec {command} >/host/{name} 2>&1")

    def light_up(self) -> str:
        """The ramps of a night light that was just started."""
        self.start_light()
        ramps = self.wait_for_gamma(lambda seen: seen != NONE, "ramps of the night light")
        self.assert_warm(ramps)
        return ramps

    def assert_warm(self, ramps: str) -> None:
        size, red, green, blue = map(int, ramps.split())
        self.assertEqual(size, 256)
        self.assertEqual(red, 65535)
        self.assertLess(blue, green)
        self.assertLess(green, red)

    def end_light(self, signal: str = "TERM") -> None:
        self.machine.run(f"pkill -{signal} -x wlsunset")

    def leave(self) -> None:
        """To another terminal."""
        self.machine.run("busybox chvt 3")
        self.machine.wait_for_files("grep -q 'DRM FD paused' log", "the card's release")

    def come_back(self) -> None:
        self.machine.run("busybox chvt 1")
        self.session.ctl(f"wait output {OUTPUT} --timeout 120s")

    def switch_power(self, mode: str) -> None:
        self.session.user(f"{POWER_SWITCH} {mode}")

    # --- night light ---

    def test_what_is_shown_is_warm_while_a_night_light_runs(self):
        first = self.still_sum()
        self.assertEqual(self.gamma(), NONE)
        for signal in ("TERM", "KILL"):
            self.light_up()
            self.wait_for(lambda: self.sum() != first, "another picture")
            self.end_light(signal)
            self.wait_for_gamma(lambda seen: seen == NONE, "no ramps any more")
            self.wait_for_sum(first, "the picture as it was")

    def test_another_terminal_and_what_runs_there_change_nothing(self):
        ramps = self.light_up()
        warm = self.still_sum()
        self.leave()
        # As another display server there may.
        self.machine.run(f"{SANITIZERS} {KERNEL_CRTC} {self.card} cool")
        self.assertEqual(self.gamma(), COOL)
        self.come_back()
        self.wait_for_gamma(lambda seen: seen == ramps, "the night light's ramps again")
        self.wait_for_sum(warm, "the warm picture again")

    def test_a_night_light_that_ended_while_another_terminal_was_shown_leaves_nothing(self):
        first = self.still_sum()
        self.light_up()
        self.leave()
        self.end_light("KILL")
        self.machine.wait_until("! pgrep -x wlsunset", "its end")
        self.come_back()
        self.wait_for_sum(first, "the picture as it was")
        self.assertEqual(self.gamma(), NONE)

    def test_an_output_that_was_off_is_warm_again(self):
        first = self.still_sum()
        ramps = self.light_up()
        warm = self.still_sum()
        self.assertNotEqual(warm, first)
        self.session.ctl(f"output set {OUTPUT} --off")
        self.session.ctl(f"output set {OUTPUT} --on")
        self.wait_for_gamma(lambda seen: seen == ramps, "the night light's ramps again")
        self.wait_for_sum(warm, "the warm picture again")
        # Nor is there anything left of one that ended in between.
        self.session.ctl(f"output set {OUTPUT} --off")
        self.end_light("KILL")
        self.machine.wait_until("! pgrep -x wlsunset", "its end")
        self.session.ctl(f"output set {OUTPUT} --on")
        self.wait_for_sum(first, "the picture as it was")
        self.assertEqual(self.gamma(), NONE)

    def test_an_output_that_saved_power_is_warm_again(self):
        first = self.still_sum()
        ramps = self.light_up()
        warm = self.still_sum()
        for _ in range(2):
            self.switch_power("off")
            self.switch_power("on")
            self.wait_for_gamma(lambda seen: seen == ramps, "the night light's ramps again")
            self.wait_for_sum(warm, "the warm picture again")
        self.switch_power("off")
        self.end_light("KILL")
        self.machine.wait_until("! pgrep -x wlsunset", "its end")
        self.switch_power("on")
        self.wait_for_sum(first, "the picture as it was")
        self.assertEqual(self.gamma(), NONE)

    def test_a_second_night_light_is_refused(self):
        ramps = self.light_up()
        self.start_light(WARMER, "light2")
        self.machine.wait_for_files("grep -q 'gamma control .* failed' light2", "its refusal")
        self.assertEqual(self.gamma(), ramps)
        self.machine.run(f"pkill -f '^{WARMER}'")
        self.machine.wait_until(f"! pgrep -f '^{WARMER}'", "its end")
        self.session.outputs()  # it knows by now
        self.assertEqual(self.gamma(), ramps)
        self.end_light()
        self.wait_for_gamma(lambda seen: seen == NONE, "no ramps any more")
        # What another one was refused, it can have now.
        self.start_light(WARMER, "light3")
        more = self.wait_for_gamma(lambda seen: seen != NONE, "the other's ramps")
        self.assert_warm(more)
        self.assertLess(int(more.split()[3]), int(ramps.split()[3]))

    def test_a_sandbox_has_no_say_in_colours(self):
        self.session.spawn(f"exec {EXWM_VRCTL} client-socket guest --level system >/host/typed")
        self.machine.wait_for_files("[ -s typed ]", "the sandbox's socket")
        socket = self.machine.read("typed").strip()
        self.start_light(f"env WAYLAND_DISPLAY={socket} {NIGHT_LIGHT}")
        self.machine.wait_for_files("[ -s light ]", "what it says")
        self.machine.wait_until("! pgrep -x wlsunset", "its end")
        self.assertIn("gamma", self.machine.read("light"))
        self.assertEqual(self.gamma(), NONE)

    def make_another_card(self) -> None:
        """A card of vkms by a name of its own, whose monitor can be unplugged; gone with the test."""
        self.machine.run(
            "modprobe configfs; mount -t configfs none /sys/kernel/config; set -e;"
            f" mkdir {DESK}; cd {DESK}; mkdir planes/one crtcs/one encoders/one connectors/one;"
            " echo 1 >planes/one/type; ln -s $PWD/crtcs/one planes/one/possible_crtcs/one;"
            " ln -s $PWD/crtcs/one encoders/one/possible_crtcs/one;"
            " ln -s $PWD/encoders/one connectors/one/possible_encoders/one; echo 1 >enabled;"
            " udevadm settle"
        )
        self.addCleanup(
            self.machine.run,
            f"set -e; cd {DESK}; echo 0 >enabled; rm */one/possible_*/one; rmdir */one; cd /;"
            f" rmdir {DESK}; udevadm settle",
        )

    @begins_its_own
    def test_a_monitor_that_is_plugged_in_again_is_not_as_warm_as_it_was(self):
        self.make_another_card()
        number = self.machine.run("basename /sys/devices/faux/desk/drm/card*").removeprefix("card")
        self.begin_session(config="graphics: {cards: [desk]}\n")
        (name,) = self.names()
        card = f"/dev/dri/card{number}"
        self.start_light()
        self.assert_warm(self.wait_for_gamma(lambda seen: seen != NONE, "its ramps", card))
        self.machine.run(f"echo 2 >{DESK}/connectors/one/status")
        self.wait_for(lambda: not self.session.outputs(), "no monitor")
        self.end_light("KILL")
        self.machine.wait_until("! pgrep -x wlsunset", "its end")
        self.machine.run(f"echo 1 >{DESK}/connectors/one/status")
        self.session.ctl(f"wait output {name} --timeout 120s")
        self.assertEqual(self.gamma(card), NONE)

    @begins_its_own
    def test_a_card_that_is_not_there_is_left_alone_by_any_name(self):
        self.begin_session()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.make_another_card()
        self.machine.wait_for_files("grep -q 'the new card .* is left alone' log", "its refusal")
        self.assertEqual(self.names(), ["Virtual-1"])

    @begins_its_own
    def test_a_card_without_gamma_says_so(self):
        self.begin_session()
        self.start_light()
        self.machine.wait_for_files("grep -q 'gamma control .* failed' light", "its refusal")
        self.open_terminal("read line")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "a terminal")

    # --- what else virtio-gpu has not ---

    def test_what_is_said_of_the_card(self):
        gpus = json.loads(self.session.ctl("--json gpu list"))
        use = {gpu["driver"]: (gpu["card"], gpu["use"]) for gpu in gpus}
        self.assertEqual(use["vkms"], (self.card, "open"))
        self.assertEqual(use["virtio_gpu"], ("/dev/dri/card0", "none"))
        (output,) = self.session.outputs()
        self.assertEqual((output["name"], output["enabled"]), (OUTPUT, True))
        self.assertEqual(output["mode"]["width"], 640)
        # It has no EDID.
        self.assertEqual(output["description"], f"({OUTPUT})")
        enabled = self.machine.run(f"cat /sys/class/drm/card*-{OUTPUT}/enabled")
        self.assertEqual(enabled, "enabled")

    def primary(self) -> str:
        """The frame buffer that the desktop's plane shows, by the kernel's number."""
        return self.machine.run(
            f"sed -n '/^plane.*: plane-0/,/^plane/s/.*fb=//p' {self.debug}/state"
        )

    @begins_its_own
    def test_the_pointer_has_a_plane_of_its_own(self):
        self.begin_session(config=VKMS, environment="WLR_NO_HARDWARE_CURSORS=0")
        before = self.still_sum()
        frame = self.primary()
        self.assertNotIn(frame, ("", "0"))
        self.machine.move_pointer(0.25, 0.25)
        self.wait_for(lambda: self.sum() != before, "the pointer elsewhere")
        self.session.ctl("wait idle --for 200ms --timeout 60s")
        self.assertEqual(self.primary(), frame)


if __name__ == "__main__":
    results.main()
