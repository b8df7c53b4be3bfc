#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""exwm-vr-lease: its test picture on virtio-gpu's second head, and commands that get a lease."""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, results
from support.lease_case import ALLOWED, GREEN, HEAD, LEASE_CLIENT, LeaseCase

TOOL = os.environ["EXWM_VR_LEASE"]
RULE = "lease_rules: [{executable: '*/exwm-vr-lease', decision: allow}]\n"
LEFT = {"ground": (0x50, 0x10, 0x10), "border": (0xFF, 0xC0, 0x00)}
RIGHT = {"ground": (0x10, 0x10, 0x50), "border": (0x00, 0xFF, 0xC0)}
WHITE = (0xFF, 0xFF, 0xFF)
# Asks the kernel what the lease holds and who its descriptor is, then waits to be ended.
PROGRAM = """
import fcntl, os, struct, sys
fd = int(os.environ["DRM_LEASE_FD"])
print(os.readlink(f"/proc/self/fd/{fd}"))
get_lease = 3 << 30 | 16 << 16 | ord("d") << 8 | 0xC8
answer = fcntl.ioctl(fd, get_lease, bytes(16))
print("objects", struct.unpack_from("I", answer)[0], flush=True)
if sys.argv[1:] == ["wait"]:
    open("/tmp/never", "rb").read()
sys.exit(7)
"""


class LeaseToolTest(LeaseCase):
    SHARES_SESSION = True

    def setUp(self):
        super().setUp()
        self.machine.run("rm -f /host/tool*; [ -p /tmp/never ] || mkfifo -m 666 /tmp/never")
        (self.machine.share / "tool.py").write_text(PROGRAM)

    def tearDown(self):
        self.machine.run("pkill -KILL -x exwm-vr-lease; true")
        super().tearDown()

    # --- what tests say ---

    def tool(self, arguments: str, status: int = 0) -> tuple[str, str]:
        """Runs it to its end: what it printed, and what it complained of."""
        said = self.session.user(f"{TOOL} {arguments} 2>/host/tool.err; echo $?", check=False)
        lines = said.splitlines()
        errors = (self.machine.share / "tool.err").read_text()
        self.assertEqual(lines[-1], str(status), f"{said}\n{errors}")
        return "\n".join(lines[:-1]), errors

    def start(self, arguments: str) -> None:
        """Starts it; what it prints is in tool.out, its status will be in tool.status."""
        # With its number, so that a signal goes to it alone; not by the compositor, which ends what
        # it has started.
        command = (
            f"{TOOL} {arguments} >/host/tool.out 2>/host/tool.err &"
            " echo $! >/host/tool.pid; wait $!; echo $? >/host/tool.status"
        )
        self.machine.run(f"setsid {self.session.command(command)} </dev/null >/dev/null 2>&1 &")

    def signal(self, name: str) -> None:
        self.machine.run(f"kill -{name} $(cat /host/tool.pid)")

    def wait_for_output(self, text: str, file: str = "tool.out") -> None:
        self.machine.wait_for_files(f"grep -q '{text}' {file}", f"{text!r} in {file}")

    def wait_for_end(self) -> int:
        self.machine.wait_for_files("[ -s tool.status ]", "the program's end")
        return int((self.machine.share / "tool.status").read_text())

    def printed(self) -> str:
        return (self.machine.share / "tool.out").read_text()

    def errors(self) -> str:
        return (self.machine.share / "tool.err").read_text()

    def wait_until_it_waits(self) -> None:
        """For a headset, of which it says nothing: it is connected, and so asks what there is."""
        self.wait_for(
            lambda: TOOL in [c["executable"] for c in json.loads(self.session.ctl("--json clients"))],
            "its connection",
        )

    def plug_in_headset(self) -> None:
        self.configure(RULE)
        self.plug_in(edid.VIVE)
        self.wait_for_headset()

    # --- tests ---

    def test_the_picture_tells_the_eyes_apart_and_reaches_all_edges(self):
        self.plug_in_headset()
        self.start("--pattern")
        self.wait_for_output(f"{HEAD}: shown, 1024x768 at 60.0")
        picture = self.session.wait_for_picture(
            lambda p: p.size == (1024, 768) and p.share(LEFT["ground"]) > 0.4, "the picture", 1
        )

        def at(x: int, y: int):
            start = (y * 1024 + x) * 3
            return tuple(picture.pixels[start : start + 3])

        self.assertGreater(picture.share(RIGHT["ground"]), 0.4)
        for eye, colours in ((0, LEFT), (512, RIGHT)):
            for y in range(768):
                self.assertEqual(at(eye, y), colours["border"])
                self.assertEqual(at(eye + 511, y), colours["border"])
            for x in range(512):
                self.assertEqual(at(eye + x, 0), colours["border"])
                self.assertEqual(at(eye + x, 767), colours["border"])
            self.assertEqual(at(eye + 1, 1), colours["ground"])
            self.assertEqual(at(eye + 256, 384 + 30), WHITE)  # the cross
        # The bar is somewhere else in a later picture.
        self.session.wait_for_picture(lambda p: p.different(picture), "a bar that moves", 1)
        self.assertEqual(len(self.leases()), 1)
        self.signal("INT")
        self.assertEqual(self.wait_for_end(), 0, self.errors())
        self.assertRegex(self.printed().splitlines()[-1], rf"{HEAD}: \d+ flips in .* Hz; \d+ missed")
        self.wait_for_no_lease()

    def test_limits_and_what_was_measured(self):
        self.plug_in_headset()
        result = json.loads(self.tool("--pattern --frames 30 --json")[0])
        self.assertEqual((result["connector"], result["flips"]), (HEAD, 30))
        self.assertEqual((result["width"], result["height"]), (1024, 768))
        self.assertAlmostEqual(result["refresh"], 60, delta=0.1)
        # Each refresh between the first flip and the last had a flip or missed one.
        refreshes = result["seconds"] * result["refresh"]
        self.assertAlmostEqual(29 + result["missed"], refreshes, delta=refreshes / 5 + 2)
        self.assertGreater(result["rate"], 1)
        self.wait_for_headset()
        self.tool("--pattern --seconds 1")

    def test_a_command_gets_a_lease_that_works_and_its_status_is_ours(self):
        self.plug_in_headset()
        (offer,) = json.loads(self.tool("--list --json")[0])
        self.assertEqual((offer["connector"], offer["card"]), (HEAD, "/dev/dri/card0"))
        self.assertEqual((offer["mode"]["width"], offer["mode"]["height"]), (1024, 768))
        self.assertIn(f"{HEAD}  /dev/dri/card0  1024x768 at 60.0", self.tool("--list")[0])
        output, errors = self.tool(f"--connector {HEAD} -- python3 /host/tool.py", status=7)
        link, objects = output.splitlines()
        self.assertEqual(link, "/dev/dri/card0")
        # At least the connector, a CRTC and a plane.
        self.assertGreaterEqual(int(objects.split()[1]), 3)
        self.assertEqual(errors, "")
        self.wait_for_no_lease()
        self.assertEqual(self.tool("-- sh -c 'kill -KILL $$'", status=128 + 9), ("", ""))
        self.tool("-- /nonexistent", status=127)
        self.tool("-- /etc", status=126)
        self.assertEqual(len(self.headsets()), 1)

    def test_a_lease_that_is_revoked_ends_the_command_unless_it_is_to_run_on(self):
        self.plug_in_headset()
        self.start("-- python3 /host/tool.py wait")
        self.wait_for_output("objects")
        self.session.ctl(f"lease revoke {self.leases()[0]['id']}")
        self.assertEqual(self.wait_for_end(), 128 + 15)
        self.assertIn("took the headset back; python3 is asked to end", self.errors())
        self.machine.run("rm /host/tool.status /host/tool.out")
        self.start("--wait --leave-running -- python3 /host/tool.py wait")
        self.wait_for_output("objects")
        self.session.ctl(f"lease revoke {self.leases()[0]['id']}")
        self.wait_for_output("is left running", "tool.err")
        self.machine.run("true >/tmp/never")  # what it waits for
        self.assertEqual(self.wait_for_end(), 7)

    def test_a_signal_is_passed_on_and_a_compositor_that_ends_is_the_end(self):
        self.plug_in_headset()
        self.start("-- python3 /host/tool.py wait")
        self.wait_for_output("objects")
        self.signal("TERM")
        self.assertEqual(self.wait_for_end(), 128 + 15)
        self.assertEqual(self.errors(), "")
        self.wait_for_no_lease()
        self.machine.run("rm /host/tool.status /host/tool.out")
        self.start("-- python3 /host/tool.py wait")
        self.wait_for_output("objects")
        self.end_session()
        self.assertEqual(self.wait_for_end(), 128 + 15)
        self.assertIn("python3 is asked to end", self.errors())

    def test_a_picture_that_is_taken_away_is_a_failure(self):
        self.plug_in_headset()
        self.start("--pattern")
        self.wait_for_output("shown")
        self.session.ctl(f"lease revoke {self.leases()[0]['id']}")
        self.assertEqual(self.wait_for_end(), 1)
        self.assertIn("took the headset back", self.errors())
        self.assertIn("flips", self.printed())
        self.machine.run("rm /host/tool.status /host/tool.out")
        self.start("--wait --pattern")
        self.wait_for_output("shown")
        self.unplug()
        self.assertEqual(self.wait_for_end(), 1)
        self.assertIn("took the headset back", self.errors())

    def test_what_cannot_be_had_is_said(self):
        self.assertEqual(json.loads(self.tool("--list --json")[0]), [])
        self.assertIn("no headset is offered", self.tool("--pattern", status=1)[1])
        self.assertIn("in time", self.tool("--wait=1ms -- true", status=3)[1])
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        # Nobody is there to be asked, and no rule allows it.
        refused = self.tool("--pattern", status=1)[1]
        self.assertIn(f"refused to lease {HEAD}", refused)
        self.assertIn("exwm-vrctl lease list", refused)
        unknown = self.tool("--connector DP-9 -- true", status=1)[1]
        self.assertIn(f'"DP-9" is offered; there is {HEAD}', unknown)
        self.assertEqual(self.leases(), [])

    def test_it_waits_for_a_headset_that_is_plugged_in(self):
        self.configure(RULE)
        self.start(f"--wait --connector {HEAD} -- python3 /host/tool.py")
        self.wait_until_it_waits()
        self.plug_in(edid.INDEX)
        self.assertEqual(self.wait_for_end(), 7)
        self.assertIn("objects", self.printed())
        self.unplug()
        self.machine.run("rm /host/tool.status /host/tool.out")
        self.start("--list --wait")
        self.wait_until_it_waits()
        self.plug_in(edid.VIVE)
        self.assertEqual(self.wait_for_end(), 0)
        self.assertIn(f"{HEAD}  /dev/dri/card0", self.printed())

    def test_the_doctor_sees_a_headset_and_who_has_it(self):
        def examine() -> dict[str, dict]:
            text = self.session.user(f"{os.environ['EXWM_VRCTL']} doctor vr --json", check=False)
            checks = json.loads(text[: text.rindex("}") + 1])["checks"]
            return {check["check"]: check for check in checks}

        checks = examine()
        self.assertEqual(checks["kernel"]["state"], "ok")
        self.assertEqual(checks["headset"]["state"], "warning")
        self.assertIn("no headset to offer", checks["compositor"]["evidence"][0])
        # A software driver alone cannot drive it, and no runtime is installed here.
        self.assertEqual(checks["vulkan"]["state"], "error")
        self.assertEqual(checks["openxr-runtime"]["state"], "error")
        self.plug_in_headset()
        checks = examine()
        self.assertEqual(checks["headset"]["state"], "ok")
        self.assertIn(f"card0-{HEAD} (HTC Vive)", checks["headset"]["evidence"][0])
        # Here, as with seatd, only root may ask the card.
        by_kernel = f"card0-{HEAD} (HTC Vive): the kernel says that it is not for the desktop"
        program = os.environ["EXWM_VRCTL"]
        self.assertIn(by_kernel, self.machine.run(f"{program} doctor vr", check=False))
        self.assertEqual(checks["compositor"]["state"], "ok")
        self.assertIn(f"{HEAD} (HTC Vive) is offered", checks["compositor"]["evidence"][0])
        self.start("-- python3 /host/tool.py wait")
        self.wait_for_output("objects")
        lessee = examine()["compositor"]["evidence"][0]
        self.assertIn("leased by exwm-vr-lease, process", lessee)

    def test_a_runtime_is_started_for_a_headset_and_anew_when_that_was_plugged_in_anew(self):
        self.configure(ALLOWED)
        self.start(f"--wait --watch -- {LEASE_CLIENT}")
        self.wait_until_it_waits()
        self.plug_in(edid.VIVE)
        self.wait_for_output("shown 1024x768")
        self.wait_for_colour(GREEN)
        self.unplug()
        self.wait_for_output("finished")
        self.assertFalse((self.machine.share / "tool.status").exists())
        self.plug_in(edid.VIVE)
        self.assertEqual(self.wait_for_end(), 128 + 15)
        self.assertIn(f"{HEAD} is offered again; {LEASE_CLIENT} is asked to end", self.errors())
        self.assertIn("no headset at", self.tool("--watch --connector DP-9 -- true", status=1)[1])

    def test_a_runtime_is_not_started_for_an_output_of_the_desktop(self):
        self.configure(ALLOWED + "outputs: [{match: Virtual-1, use: leasable}]\n")
        errors = self.tool("--watch -- true", status=1)[1]
        self.assertIn("there is Virtual-1, of the desktop", errors)
        self.tool("--watch --connector Virtual-1 -- true")
        self.start(f"--wait --watch -- {LEASE_CLIENT}")
        self.wait_until_it_waits()
        self.plug_in(edid.VIVE)
        self.wait_for_output("shown 1024x768")
        # It takes the first that it is told of.
        self.wait_for_colour(GREEN)
        self.assertEqual(self.names(), ["Virtual-1"])


if __name__ == "__main__":
    results.main()
