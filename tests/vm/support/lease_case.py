# SPDX-License-Identifier: MIT
"""A test case with a headset, which virtio-gpu's second head plays, and a program that drives it."""

import json

from support import edid, headset
from support.desktop_case import DesktopCase
from support.headset import GREEN, HEAD, LEASE_CLIENT
from support.session import CONFIG

HOTPLUG = "Received hotplug event"  # a line of wlroots'
ALLOWED = "lease_rules: [{executable: '*/lease-client', decision: allow}]\n"


class LeaseCase(DesktopCase):
    def setUp(self):
        super().setUp()
        self.machine.run("rm -f /host/client*")

    def tearDown(self):
        # What is plugged in next says what it is itself.
        self.machine.run(
            "pkill -KILL -x 'lease-client|kernel-lease'; echo >/sys/module/drm/parameters/edid_firmware"
        )
        super().tearDown()

    # --- what tests say ---

    def configure(self, text: str) -> None:
        file = self.machine.share / "config.yaml"
        self.addCleanup(file.write_text, file.read_text())
        self.session.configure(file.read_text() + text)

    def plug_in(self, what: bytes, connector: str = HEAD, **head) -> None:
        """Plugs something into the second head, or @head, that says of itself what @what says."""
        headset.plug_in(self.machine, what, connector, **head)

    def say_of(self, connector: str, what: str) -> None:
        """offer or withdraw: it holds until the session's end, which therefore comes with the
        test's."""
        self.session.ctl(f"lease {what} {connector}")
        self.session.config = None

    def unplug(self) -> None:
        self.machine.unplug(1)

    def headsets(self) -> list[dict]:
        return json.loads(self.session.ctl("--json headsets"))

    def leases(self) -> list[dict]:
        return json.loads(self.session.ctl("--json lease list"))

    def wait_for_headset(self, connector: str = HEAD) -> dict:
        self.wait_for_log(f"output {connector} is a headset")
        (headset,) = self.headsets()
        return headset

    def wait_for_log(self, text: str) -> None:
        self.machine.wait_for_files(f"grep -q '{text}' log", text)

    def start_client(self, name: str = "client", options: str = "") -> None:
        self.session.spawn(f"exec {LEASE_CLIENT} {options} >/host/{name}")

    def wait_for_client(self, line: str, name: str = "client", times: int = 1) -> None:
        self.machine.wait_for_files(
            f"[ $(grep -c '^{line}' {name}) -ge {times} ]", f"{line!r} of {name}"
        )

    def said(self, name: str = "client") -> list[str]:
        return (self.machine.share / name).read_text().splitlines()

    def offered(self, name: str = "client") -> list[str]:
        """What the program was offered until now; what is there at its start, once it says
        "device"."""
        return [line.split()[1] for line in self.said(name) if line.startswith("offered ")]

    def wait_for_colour(self, colour, head: int = 1, gpu: str = "gpu") -> None:
        self.session.wait_for_picture(lambda p: p.share(colour) == 1, f"{colour}", head, gpu)

    def lease_head(self, options: str = "") -> None:
        """A headset that a program shows something on."""
        self.configure(ALLOWED)
        self.plug_in(edid.VIVE)
        self.start_client(options=options)
        self.wait_for_client("shown 1024x768")
        self.wait_for_colour(GREEN)

    def wait_for_no_lease(self) -> None:
        self.wait_for(lambda: self.headsets()[0]["lease"] is None, "no lease any more")

    def set_use(self, use: str, connector: str = HEAD) -> None:
        """In place of what was configured before."""
        rule = f"outputs: [{{match: {connector}, use: {use}}}]\n"
        self.session.configure(CONFIG + ALLOWED + rule)

    def change_first_monitor(self, width: int, height: int) -> None:
        """Returns once the compositor has heard of it, as of all that was plugged in before."""
        told = self.session.log().count(HOTPLUG)
        heard = f"[ $(grep -c '{HOTPLUG}' /host/log) -gt {told} ]"
        self.machine.plug(0, width, height, seen=heard)

    def hotplug_elsewhere(self) -> None:
        """Twice: the backend forgets what is leased, and then finds it anew."""
        self.change_first_monitor(800, 600)
        self.change_first_monitor(1024, 768)
        self.session.ctl("outputs")

    def wait_for_darkness(self) -> None:
        self.machine.wait_until(
            f"grep -qx disabled /sys/class/drm/card0-{HEAD}/enabled", "its end in the kernel"
        )
