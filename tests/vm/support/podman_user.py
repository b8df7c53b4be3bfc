# SPDX-License-Identifier: MIT
"""Podman of a container machine's ordinary user."""

from support.containers import IMPORT, ContainerMachine, shell
from support.machine import SANITIZERS_INSIDE


def set_up(machine: ContainerMachine) -> None:
    """The user gets a systemd, a storage for Podman with the image, and ids to give away."""
    storage = "/home/user/.local/share/containers"
    machine.run(
        "loginctl enable-linger user &&"
        " for kind in uid gid; do grep -q ^user: /etc/sub$kind ||"
        " echo user:200000:65536 >>/etc/sub$kind; done &&"
        f" install -d -o user -g user /home/user/.local /home/user/.local/share {storage} &&"
        f" mount -t tmpfs -o uid=1000,gid=1000,mode=700 none {storage} &&"
        " install -m 600 -o user /root/guests.yaml /home/user/guests.yaml"
    )
    machine.wait_until("[ -S /run/user/1000/bus ]", "the user's bus")
    machine.run(as_user(IMPORT))


def as_user_prefix(command: str) -> str:
    """For the machine's root: the words of a command as the ordinary user, in their session."""
    environment = (
        "HOME=/home/user XDG_RUNTIME_DIR=/run/user/1000 PATH=/usr/bin LC_ALL=C.UTF-8"
        f" DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus {SANITIZERS_INSIDE}"
    )
    return f"runuser -u user -- env -i --chdir=/ {environment} {command}"


def as_user(script: str) -> str:
    """The same for a shell script."""
    return as_user_prefix(shell(script))
