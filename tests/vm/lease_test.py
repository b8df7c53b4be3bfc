#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Headsets, which virtio-gpu's second head plays: found by their EDID, kept off the desktop, and
leased to a program that drives them through the kernel."""

import os
import pathlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, headset, results, vnc
from support.desktop_case import begins_its_own
from support.lease_case import ALLOWED, GREEN, HEAD, LEASE_CLIENT, LeaseCase
from support.machine import COMMAND_LIMIT_S
from support.picture import TERMINAL

BLUE = (0x20, 0x40, 0xC0)
KERNEL_LEASE = os.environ["EXWM_VR_KERNEL_LEASE"]
RUNTIME = "/usr/local/bin/monado-service"  # LEASE_CLIENT by another name
NICE = "01000002" "00008000" + "00" * 12  # cap_sys_nice+ep, as in a file's attribute


class LeaseTest(LeaseCase):
    SHARES_SESSION = True

    def test_headsets_are_found_and_monitors_are_not(self):
        for what, name in (
            (edid.VIVE, "HTC Vive"),
            (edid.INDEX, "Valve Index"),
            (edid.SPECIALISED, "Specialised"),
        ):
            with self.subTest(name):
                self.plug_in(what)
                self.wait_for(lambda: name in [h["name"] for h in self.headsets()], name)
                (headset,) = self.headsets()
                self.assertEqual((headset["connector"], headset["name"]), (HEAD, name))
                self.assertIn("the kernel says that it is not for the desktop", headset["evidence"])
                self.assertGreater(len(headset["evidence"]), 1)
                self.assertEqual(self.names(), ["Virtual-1"])
                self.unplug()
                self.wait_for(lambda: not self.headsets(), "its end")
        self.plug_in(edid.MONITOR)
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.assertEqual(self.headsets(), [])

    def kernel_lease(self, arguments: str) -> str:
        return f"{KERNEL_LEASE} $(pgrep -u user -x exwm-vr) {arguments}"

    def test_a_program_shows_its_own_picture_and_the_desktop_keeps_its(self):
        self.open_terminal("read line")
        # Its text cursor is a block once it knows that it has the keyboard; the pointer is white
        # as well, and smaller.
        before = self.session.wait_for_picture(
            lambda p: p.share(TERMINAL) > 0.9 and p.count((255, 255, 255)) > 100, "a terminal"
        )
        self.lease_head()
        self.wait_for_client("flips 60")
        self.assertNotIn("error", "\n".join(self.said()))
        # But for the pointer in the middle, whose shape is the terminal's own by now.
        changed = self.session.picture().different(before)
        self.assertLess(max((abs(x - 512) + abs(y - 384) for x, y in changed), default=0), 60)
        (lease,) = self.leases()
        self.assertTrue(lease["granted"])
        self.assertEqual(lease["executable"], LEASE_CLIENT)
        self.assertEqual(self.headsets()[0]["lease"], lease["id"])
        # Nobody else gets it meanwhile, nor the desktop.
        self.start_client("client2")
        self.wait_for_client("device$", "client2")
        self.assertEqual(self.offered("client2"), [])
        self.session.ctl(f"lease revoke {lease['id']}")
        self.wait_for_client("finished")
        self.wait_for_client("offered", "client2")
        self.assertNotIn("Virtual-1", " ".join(self.said() + self.said("client2")))

    def test_a_program_that_is_killed_gives_its_headset_back(self):
        self.lease_head()
        self.machine.run("pkill -KILL -x lease-client")
        self.wait_for_no_lease()
        self.wait_for_log("is over: its program gave it back, or has ended")
        self.start_client("client2", "--colour 2040C0")
        self.wait_for_colour(BLUE)

    def test_the_picture_of_a_program_that_hangs_does_not_outlive_its_lease(self):
        self.lease_head("--once")
        self.machine.run("pkill -STOP -x lease-client")
        self.session.ctl(f"lease revoke {self.leases()[0]['id']}")
        self.wait_for_darkness()
        self.assertEqual(len(self.headsets()), 1)

    def test_a_lease_that_the_kernel_ends_is_over_and_the_headset_offered_again(self):
        self.lease_head()
        self.machine.run(self.kernel_lease("revoke"))
        # It tells nobody. The next change is when it is seen.
        self.hotplug_elsewhere()
        self.wait_for_client("finished")
        self.wait_for_client("shown", times=2)
        self.wait_for_colour(GREEN)
        self.assertEqual(len(self.leases()), 1)

    def test_what_cannot_be_leased_after_all_is_not_allowed(self):
        self.configure("lease_rules: [{executable: '*', decision: ask}]\n")
        self.plug_in(edid.VIVE)
        connector = self.wait_for_headset()["connector_id"]
        self.machine.run(f"{self.kernel_lease(f'take {connector}')} </dev/null >/host/client-kernel 2>&1 &")
        self.wait_for_client("taken", "client-kernel")
        self.session.listen()
        self.start_client("client", "--once")
        self.machine.wait_for_files("grep -q lease-requested typed", "the question")
        with self.assertRaisesRegex(AssertionError, "makes no lease of Virtual-2"):
            self.session.ctl(f"lease allow {self.leases()[0]['id']}")
        self.wait_for_client("finished")

    def test_a_runtime_gets_a_headset_and_is_asked_about_for_the_desktop(self):
        self.machine.run(f"install -m 755 {LEASE_CLIENT} {RUNTIME}")
        self.addCleanup(self.machine.run, f"rm {RUNTIME}; pkill -KILL -x monado-service; true")
        self.set_use("leasable", "Virtual-1")
        self.session.spawn(f"exec {RUNTIME} --once >/host/client")
        self.wait_for_client("finished")
        self.wait_for_log("this is no headset, and nobody is there to be asked")
        self.plug_in(edid.VIVE)
        self.wait_for_log(f"output {HEAD} is a headset")
        # The first that is offered is what it takes. With a capability that the compositor lacks,
        # the kernel does not tell who it is.
        self.machine.run(
            "python3 -c \"import os; os.setxattr("
            f"'{RUNTIME}', 'security.capability', bytes.fromhex('{NICE}'))\""
        )
        self.session.spawn(f"exec {RUNTIME} >/host/client2")
        self.wait_for_client("shown 1024x768", "client2")
        self.wait_for_colour(GREEN)
        self.assertEqual(self.names(), ["Virtual-1"])
        (lease,) = self.leases()
        self.assertEqual((lease["executable"], lease["by_own_word"]), (RUNTIME, True))
        self.wait_for_log("by its own word")
        self.machine.run("pkill -KILL -x monado-service")
        self.set_use("desktop", "Virtual-1")

    def test_a_hotplug_elsewhere_leaves_a_lease_alone(self):
        self.lease_head()
        for _ in range(3):
            self.machine.run("udevadm trigger --action=change --subsystem-match=drm --settle")
            # The kernel's own, which says that something was plugged in or out.
            self.hotplug_elsewhere()
        self.assertEqual(len(self.leases()), 1)
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertNotIn("finished", self.said())
        self.assertEqual(self.offered(), [HEAD])
        (lease,) = self.leases()
        self.session.ctl(f"lease revoke {lease['id']}")
        self.wait_for_client("shown", times=2)
        self.wait_for_colour(GREEN)

    def test_an_unplugged_headset_ends_its_lease(self):
        self.lease_head()
        self.unplug()
        self.wait_for_client("finished")
        self.wait_for_log("is over: it was unplugged")
        self.assertEqual(self.leases(), [])
        self.assertEqual(self.headsets(), [])
        self.plug_in(edid.VIVE)
        self.wait_for_client("shown", times=2)
        self.wait_for_colour(GREEN)

    def test_another_terminal_takes_it_and_gives_it_back(self):
        self.lease_head()
        for turn in (1, 2):
            self.machine.run("busybox chvt 3")
            self.wait_for_client("finished", times=turn)
            self.machine.run("busybox chvt 1")
            self.wait_for_client("shown", times=turn + 1)
            self.wait_for_colour(GREEN)
            self.assertEqual(len(self.leases()), 1)
        self.assertEqual(self.names(), ["Virtual-1"])
        self.wait_for_log("is over: another terminal is shown")

    def test_a_compositor_that_starts_anew_finds_the_headset(self):
        self.lease_head()
        self.begin_session()
        # What comes after that it may not say any more: the compositor ends what it has started.
        self.assertIn("finished", self.said())
        self.configure(ALLOWED)
        self.wait_for_headset()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.start_client("client2", "--colour 2040C0")
        self.wait_for_colour(BLUE)

    @begins_its_own
    def test_a_headset_that_is_there_at_the_start_is_never_a_desktop(self):
        self.plug_in(edid.SPECIALISED)
        self.begin_session()
        self.wait_for_headset()
        self.assertEqual(self.names(), ["Virtual-1"])
        # Nothing was lit: the kernel has no picture for it.
        self.assertEqual(
            self.machine.run(f"cat /sys/class/drm/card0-{HEAD}/enabled").strip(), "disabled"
        )
        self.configure(ALLOWED)
        self.start_client()
        self.wait_for_colour(GREEN)

    @begins_its_own
    def test_a_headset_that_comes_while_the_compositor_starts_is_never_a_desktop(self):
        headset.disguise(self.machine, edid.INDEX)
        log = self.machine.share / "log"
        log.unlink(missing_ok=True)

        def has_the_seat() -> bool:
            return log.exists() and "Seat opened" in log.read_text(errors="replace")

        def plug_in() -> None:
            """Before it has looked at the card: a second or two later it has."""
            end = time.monotonic() + COMMAND_LIMIT_S
            while not has_the_seat() and time.monotonic() < end:
                time.sleep(0.01)
            vnc.set_monitor(self.machine.folder / "gpu-head1", 1024, 768)

        with ThreadPoolExecutor(1) as other:
            plugged = other.submit(plug_in)
            self.begin_session()
            plugged.result()
        self.machine.plug(1, 1024, 768)  # should the driver have lost it
        self.wait_for_headset()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertEqual(
            self.machine.run(f"cat /sys/class/drm/card0-{HEAD}/enabled").strip(), "disabled"
        )
        self.configure(ALLOWED)
        self.start_client()
        self.wait_for_colour(GREEN)


if __name__ == "__main__":
    results.main()
