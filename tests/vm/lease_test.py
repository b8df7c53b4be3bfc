#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Headsets, which virtio-gpu's second head plays: found by their EDID, kept off the desktop, and
leased to a program that drives them through the kernel."""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, results
from support.desktop_case import TERMINAL
from support.lease_case import ALLOWED, GREEN, HEAD, LEASE_CLIENT, LeaseCase
from support.session import CONFIG

BLUE = (0x20, 0x40, 0xC0)
MAGENTA = (0xFF, 0x00, 0xFF)
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

    def set_use(self, use: str, connector: str = HEAD) -> None:
        """In place of what was configured before."""
        rule = f"outputs: [{{match: {connector}, use: {use}}}]\n"
        self.machine.write("config.yaml", CONFIG + ALLOWED + rule)
        self.session.ctl("reload")

    def hotplug_elsewhere(self) -> None:
        """Twice: the backend forgets what is leased, and then finds it anew."""
        self.machine.plug(0, 800, 600)
        self.machine.plug(0, 1024, 768)
        self.session.ctl("outputs")

    def kernel_lease(self, arguments: str) -> str:
        return f"{KERNEL_LEASE} $(pgrep -u user -x exwm-vr) {arguments}"

    def test_what_a_display_is_for_follows_the_configuration(self):
        self.plug_in(edid.MONITOR)
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.set_use("headset")
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertEqual([h["desktop"] for h in self.headsets()], [False])
        self.wait_for_darkness()
        self.start_client()
        self.wait_for_client("shown 1024x768")
        # What is leased is so to the end, whatever the backend shows of it meanwhile.
        self.set_use("desktop")
        self.hotplug_elsewhere()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertEqual(len(self.leases()), 1)
        self.assertNotIn("finished", self.said())
        self.session.ctl(f"lease revoke {self.leases()[0]['id']}")
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.assertEqual(self.headsets(), [])
        self.assertEqual(self.said().count(f"offered {HEAD}"), 1)
        self.set_use("leasable")
        self.wait_for_client("shown", times=2)
        self.assertEqual([h["desktop"] for h in self.headsets()], [True])
        self.machine.run("pkill -KILL -x lease-client")
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.set_use("desktop")
        self.assertEqual(self.headsets(), [])
        self.assertEqual(self.names(), ["Virtual-1", HEAD])

    def test_a_rule_says_what_a_display_is_for(self):
        self.configure(f"outputs: [{{match: {HEAD}, use: headset}}]\n")
        self.plug_in(edid.MONITOR)
        headset = self.wait_for_headset()
        self.assertEqual(headset["evidence"], ["a rule says that it is a headset"])
        self.unplug()

    def test_a_headset_that_is_to_be_a_desktop_is_one(self):
        self.configure(f"outputs: [{{match: {HEAD}, use: desktop}}]\n")
        self.plug_in(edid.VIVE)
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.assertEqual(self.headsets(), [])

    def test_a_program_shows_its_own_picture_and_the_desktop_keeps_its(self):
        self.open_terminal("read line")
        before = self.session.picture()
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
        self.wait_for_client("device", "client2")
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

    def wait_for_darkness(self) -> None:
        self.machine.wait_until(
            f"grep -qx disabled /sys/class/drm/card0-{HEAD}/enabled", "its end in the kernel"
        )

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
        self.machine.run("pkill -KILL -x kernel-lease")

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
            self.machine.plug(0, 800, 600)
            self.machine.plug(0, 1024, 768)
        self.session.ctl("outputs")
        self.assertEqual(len(self.leases()), 1)
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertNotIn("finished", self.said())
        self.assertEqual(self.said().count(f"offered {HEAD}"), 1)
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

    def test_what_is_in_a_sandbox_sees_no_headset(self):
        in_sandbox = ALLOWED.replace("executable", "engine: test, executable")
        self.configure(in_sandbox)
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        self.start_client(options="--sandboxed")
        self.wait_for_client("devices 0")
        self.assertEqual(self.leases(), [])
        # A rule can let it see and have one.
        self.configure(
            "sandbox: [{engine: test, allow: [wp_drm_lease_device_v1]}]\n"
        )
        self.start_client("client2", options="--sandboxed")
        self.wait_for_colour(GREEN)
        (lease,) = self.leases()
        self.assertTrue(lease["sandboxed"])

    def test_a_headset_that_a_sandbox_is_refused_is_in_the_audit_log(self):
        self.configure("sandbox: [{engine: test, allow: [wp_drm_lease_device_v1]}]\n")
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        self.start_client(options="--sandboxed")
        self.wait_for_client("finished")
        self.assertEqual(self.leases(), [])
        lines = self.session.user(f"{os.environ['EXWM_VR_GPU']} audit --json").splitlines()
        (refused,) = [r for r in map(json.loads, lines) if r["reason"] == "lease"]
        self.assertIn(f"{HEAD}: it is sandboxed and no rule allows it", refused["what"])
        self.assertEqual(refused["engine"], "test")
        self.assertTrue(refused["executable"].endswith("/lease-client"))

    def test_an_output_of_the_desktop_is_leased_and_comes_back_as_it_was(self):
        self.configure(f"outputs: [{{match: {HEAD}, use: leasable}}]\n" + ALLOWED)
        self.plug(800, 600)
        self.session.ctl(f"output set {HEAD} --transform 180 --position -800,0")
        self.open_terminal("read line")
        self.session.ctl(f"move-to-workspace focused 1 --output {HEAD}")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal", 1)
        before = {**self.output(HEAD), "focused": None}
        self.start_client()
        self.wait_for_client("shown 800x600")
        self.wait_for_colour(GREEN)
        self.assertEqual(self.names(), ["Virtual-1"])
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal", 0)
        # It is not shown anew.
        self.hotplug_elsewhere()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertNotIn("finished", self.said())
        (lease,) = self.leases()
        # It is not offered anew, or the client would take it at once.
        self.say_of(HEAD, "withdraw")
        self.session.ctl(f"lease revoke {lease['id']}")
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal", 1)
        self.assertEqual({**self.output(HEAD), "focused": None}, before)

    def test_a_locked_session_shows_its_locker_on_what_it_has_leased(self):
        self.set_use("leasable")
        self.plug(800, 600)
        self.start_client()
        self.wait_for_colour(GREEN)
        self.session.spawn("exec swaylock --no-unlock-indicator --color ff00ff")
        self.wait_for_client("finished")
        self.session.wait_for_picture(lambda p: p.share(MAGENTA) > 0.99, "the locker", 1)
        self.assertEqual(self.leases(), [])
        self.machine.run("pkill -USR1 -x swaylock")
        self.wait_for_client("shown", times=2)
        self.wait_for_colour(GREEN)

    def test_displays_are_offered_and_withdrawn_by_hand(self):
        self.configure(ALLOWED)
        self.plug(800, 600)
        self.start_client()
        self.wait_for_client("device")
        with self.assertRaisesRegex(AssertionError, "no display Virtual-2 is offered"):
            self.say_of(HEAD, "withdraw")
        with self.assertRaisesRegex(AssertionError, "there is no display DP-9"):
            self.say_of("DP-9", "offer")
        self.say_of(HEAD, "offer")
        self.wait_for_client("shown 800x600")
        (headset,) = self.headsets()
        self.assertIn("by hand", headset["evidence"][0])
        self.assertTrue(headset["offered"] and headset["desktop"])
        # Also while it is leased, which goes on.
        self.say_of(HEAD, "withdraw")
        self.hotplug_elsewhere()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertNotIn("finished", self.said())
        self.say_of(HEAD, "offer")
        self.machine.run("pkill -KILL -x lease-client")
        self.session.ctl(f"wait output {HEAD} --timeout 120s")
        self.unplug()
        self.session.ctl(f"wait output {HEAD} --gone --timeout 120s")
        self.plug(800, 600)
        self.assertEqual([h["connector"] for h in self.headsets()], [HEAD])
        self.say_of(HEAD, "withdraw")
        self.assertEqual(self.headsets(), [])
        self.assertEqual(self.names(), ["Virtual-1", HEAD])
        # A headset.
        self.unplug()
        self.session.ctl(f"wait output {HEAD} --gone --timeout 120s")
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        self.assertIn("withdrawn by hand", self.headsets()[0]["evidence"])
        self.assertFalse(self.headsets()[0]["offered"])
        self.start_client("client2")
        self.wait_for_client("device", "client2")
        self.assertNotIn(f"offered {HEAD}", self.said("client2"))
        self.say_of(HEAD, "offer")
        self.wait_for_client("shown 1024x768", "client2")

    def test_without_a_rule_somebody_is_asked(self):
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        self.start_client("client", "--once")
        # exwm-vrctl, which is connected to answer, cannot be there already when it is asked.
        self.wait_for_client("finished")
        self.wait_for_log("nobody is there to be asked")
        self.session.listen()
        self.start_client("client2", "--once")
        self.machine.wait_for_files("grep -q lease-requested typed", "the question")
        (lease,) = self.leases()
        self.assertFalse(lease["granted"])
        self.session.ctl(f"lease allow {lease['id']}")
        self.wait_for_client("shown", "client2")
        self.machine.run("pkill -KILL -x lease-client")
        self.wait_for_no_lease()
        self.start_client("client3", "--once")
        self.machine.wait_for_files("[ $(grep -c lease-requested typed) = 2 ]", "another one")
        self.session.ctl(f"lease deny {self.leases()[0]['id']}")
        self.wait_for_client("finished", "client3")

    def test_a_locked_session_takes_headsets_back_if_it_is_to(self):
        self.configure("leases: {end_on_lock: true}\n")
        self.lease_head()
        self.session.spawn("exec swaylock --color ff00ff")
        self.wait_for_client("finished")
        self.wait_for_log("the session is locked")
        self.assertEqual(self.leases(), [])

    def test_a_lock_leaves_no_question_open(self):
        self.configure("leases: {end_on_lock: true}\nlease_rules: [{executable: '*', decision: ask}]\n")
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        self.session.listen()
        self.start_client("client", "--once")
        self.machine.wait_for_files("grep -q lease-requested typed", "the question")
        (lease,) = self.leases()
        self.session.spawn("exec swaylock --color ff00ff")
        self.wait_for_client("finished")
        with self.assertRaisesRegex(AssertionError, "waits for an answer"):
            self.session.ctl(f"lease allow {lease['id']}")

    def test_what_is_withdrawn_while_somebody_is_asked_is_not_granted(self):
        # Longer than the test: it is not that nobody answers.
        self.configure(
            "lease_rules: [{executable: '*', decision: ask}]\nleases: {ask_timeout: 600}\n"
        )
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        self.session.listen()
        for number, end in enumerate((self.unplug, lambda: self.say_of(HEAD, "withdraw")), 1):
            client = f"client{number}"
            self.start_client(client, "--once")
            self.machine.wait_for_files(
                f"[ $(grep -c lease-requested typed) = {number} ]", "the question"
            )
            (lease,) = self.leases()
            end()
            self.wait_for_client("finished", client)
            with self.assertRaisesRegex(AssertionError, "waits for an answer"):
                self.session.ctl(f"lease allow {lease['id']}")
            self.assertEqual(self.leases(), [])
            self.plug_in(edid.VIVE)
            self.wait_for(self.headsets, "the headset again")

    def test_a_lock_while_another_terminal_is_shown_brings_the_desktop_back(self):
        self.configure("leases: {end_on_lock: true}\n")
        self.lease_head()
        self.machine.run("busybox chvt 3")
        self.wait_for_client("finished")
        self.session.spawn("exec swaylock --no-unlock-indicator --color ff00ff")
        self.wait_for_log("locks the session")
        self.machine.run("busybox chvt 1")
        # But for the pointer.
        self.session.wait_for_picture(lambda p: p.share(MAGENTA) > 0.99, "the locker")
        self.assertEqual(self.leases(), [])
        self.assertEqual(self.names(), ["Virtual-1"])
        self.machine.run("pkill -USR1 -x swaylock")
        self.wait_for_client("shown", times=2)
        self.wait_for_colour(GREEN)


if __name__ == "__main__":
    results.main()
