#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every global that sway or labwc offers is offered here, at their version or a newer one, or listed
in peers.txt with the reason why not."""

import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.machine import Machine, quoted

EXWM_VR = os.environ["EXWM_VR"]
TABLE = pathlib.Path(__file__).resolve().parents[1] / "conformance/peers.txt"
GLOBAL = re.compile(r"interface: '(\w+)', +version: +(\d+),")
# Its own folder for sockets tells which display is whose.
PEER = """
export XDG_RUNTIME_DIR=$(mktemp -d) WLR_BACKENDS=headless WLR_RENDERER={renderer}
export WLR_RENDERER_ALLOW_SOFTWARE=1 WLR_RENDER_DRM_DEVICE=/dev/dri/renderD128
{command} >&2 & peer=$!
until WAYLAND_DISPLAY=$(basename "$(ls $XDG_RUNTIME_DIR/wayland-? )"); [ -n "$WAYLAND_DISPLAY" ]; do
    sleep 0.1; kill -0 $peer || exit
done 2>/dev/null
WAYLAND_DISPLAY=$WAYLAND_DISPLAY wayland-info; kill $peer; wait $peer
exit 0
"""
OURS = """
export XDG_RUNTIME_DIR=$(mktemp -d) ASAN_OPTIONS=detect_leaks=0
touch $XDG_RUNTIME_DIR/config.yaml
{command} --headless --renderer {renderer} --config $XDG_RUNTIME_DIR/config.yaml --exit-with-command -- wayland-info
"""


class PeersTest(unittest.TestCase):
    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)
        self.machine.run("usermod --append --groups render user")

    def offered(self, script: str, command: str, renderer: str) -> dict[str, int]:
        """The newest version of each global."""
        inner = script.format(command=command, renderer=renderer)
        text = self.machine.run(
            f"runuser -u user -- env -i HOME=/home/user PATH=/usr/bin bash -c {quoted(inner)}"
        )
        found = {name: int(version) for name, version in GLOBAL.findall(text)}
        self.assertIn("wl_compositor", found, f"{command} with {renderer}:\n{text}")
        return found

    def test_all_that_peers_offer_is_offered_or_has_a_reason(self):
        missing = set()
        for renderer in ("pixman", "gles2"):
            ours = self.offered(OURS, EXWM_VR, renderer)
            for peer in ("sway --config /dev/null", "labwc"):
                theirs = self.offered(PEER, peer, renderer)
                print(peer, renderer, len(theirs), "globals; ours", len(ours), flush=True)
                missing |= {
                    f"{name} {version}"
                    for name, version in theirs.items()
                    if ours.get(name, 0) < version
                }
        table = {
            line.partition(":")[0]
            for line in TABLE.read_text().splitlines()
            if line and not line.startswith("#")
        }
        self.assertEqual(sorted(table), sorted(missing))


if __name__ == "__main__":
    results.main()
