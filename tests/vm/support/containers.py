# SPDX-License-Identifier: MIT
"""A test machine that runs containers, whose programs are its own, and set-ups for them."""

import json
import os
import re

from support.machine import CHECKOUT, SANITIZERS_INSIDE, Machine, quoted

GPU = os.environ["EXWM_VR_GPU"]
EXWM_VR = os.environ["EXWM_VR"]
EXWM_VRCTL = os.environ["EXWM_VRCTL"]
GUESTS = f"""
guests:
  - name: desk
    kind: container
    level: high
    gpu: {{access_mode: software}}
    image: localhost/exwm-vr:test
    command: ["{EXWM_VR}", "--headless", "--output", "640x480"]
    memory_mb: 512
  - name: panel
    kind: container
    level: high
    gpu: {{access_mode: software}}
    image: localhost/exwm-vr:test
    command: ["{EXWM_VR}", "--headless", "--output", "640x480"]
    memory_mb: 512
    seat: devices
    inputs: [INPUT]
  - name: box
    kind: container
    level: high
    gpu: {{access_mode: software}}
    command: ["/usr/bin/exwm-vr", "--headless", "--output", "640x480"]
    memory_mb: 512
  - name: seat
    kind: container
    level: high
    drives_outputs: true
    seat: socket
    image: localhost/exwm-vr:test
    command: ["{EXWM_VR}"]
"""
# An image of all that the programs need takes minutes to be made in an emulated machine: this one
# has the links and settings, and Podman's own configuration shows it the machine's /usr.
CONFIGURATION = f"""
[containers]
volumes = ["/usr:/usr:ro", "{CHECKOUT}:{CHECKOUT}:ro"]
"""
MAKE_IMAGE = f"""
set -e
mkdir -p /srv/image && cd /srv/image
mkdir -p usr etc dev proc sys run tmp var/tmp .{CHECKOUT}
for link in bin sbin lib lib64; do [ ! -L /$link ] || cp -a /$link .; done
cp -a /etc/alternatives /etc/fonts /etc/ld.so.cache /etc/os-release /etc/passwd /etc/group etc/
tar -cf /srv/image.tar .
"""
IMPORT = (
    "podman import --quiet -c 'ENV PATH=/usr/bin:/usr/sbin' -c 'ENV LC_ALL=C.UTF-8'"
    f" -c 'ENV {SANITIZERS_INSIDE}' /srv/image.tar localhost/exwm-vr:test"
)


class ContainerMachine(Machine):
    """Is prepared in parts, of which a test takes those that it needs: in an emulated machine each
    takes its time."""

    def __init__(self):
        super().__init__("exwm_vr_init=systemd")

    def prepare(self) -> None:
        """What set_up needs."""
        self.inputs = self.run("ls /dev/input/event*").split()
        (self.share / "guests.yaml").write_text(GUESTS.replace("INPUT", self.inputs[0]))
        self.run("install -m 600 -o root /host/guests.yaml /root/guests.yaml")

    def make_image(self) -> None:
        """An archive of it, and Podman's configuration."""
        (self.share / "containers.conf").write_text(CONFIGURATION)
        self.run("install -D -m 644 /host/containers.conf /etc/containers/containers.conf")
        self.run(MAKE_IMAGE)

    def import_image(self) -> None:
        """Into the storage of root's Podman: in memory, since it cannot lie on the root's
        overlay."""
        self.run("mount -t tmpfs none /var/lib/containers")
        self.run(IMPORT)

    def start_seatd(self) -> None:
        self.run("systemd-run --quiet --unit=host-seatd seatd -g video")
        self.wait_until("[ -S /run/seatd.sock ]", "seatd's socket")

    def set_up(self, program: str, guest: str, folder: str, options: str = "") -> dict:
        """Writes the set-up as it is generated, each file where it belongs or into @folder, and
        the plan to /srv/GUEST.json; what else `emit` says of it. The ids that a set-up says it
        lacks are granted."""
        common = f"{guest} --guests /root/guests.yaml {options}"
        emission = json.loads(self.gpu(f"emit {program} {common} --json"))
        self.gpu(f"plan {common} --json >/srv/{guest}.json")
        for document in emission["documents"]:
            place = document["place"] or folder
            (self.share / "document").write_text(document["text"])
            mode = "755" if document["executable"] else "644"
            self.run(f"install -D -m {mode} /host/document {place}/{document['name']}")
        for warning in emission["warnings"]:
            lacking = re.search(r"(/etc/sub[ug]id) must have the line (\S+)", warning)
            if lacking:
                self.run(f"echo {lacking[2]} >>{lacking[1]}")
        return emission

    def first_id(self, guest: str) -> int:
        """The host's id that is 0 in it."""
        plan = json.loads(self.gpu(f"plan {guest} --guests /root/guests.yaml --json"))
        return plan["ids"]["first_user"]

    def gpu(self, arguments: str) -> str:
        return self.run(f"{SANITIZERS_INSIDE} {GPU} {arguments}")

    def has_compositor(self) -> str:
        """A command that succeeds once a compositor takes clients."""
        return "[ -S /proc/$(pgrep -x exwm-vr)/root/run/user/1000/wayland-0 ]"

    def wait_for_compositor(self, log: str) -> None:
        """@log: a command that prints what it said, for when it does not come up."""
        try:
            self.wait_until(f"{self.has_compositor()} 2>/dev/null", "the compositor's socket")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.run(log, check=False)}") from error


def shell(script: str) -> str:
    return f"sh -c {quoted(script)}"
