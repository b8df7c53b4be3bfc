# SPDX-License-Identifier: MIT
"""Mesa's GLES and Vulkan in the test machine, whose GPU draws nothing itself."""

from support.machine import Machine

NODE = "/dev/dri/renderD128"
# Threads of Mesa's software renderers draw on after a frame was handed over, as this GPU has no
# fences: there are to be none.
NO_THREADS = "LP_NUM_THREADS=0"
# A configuration: each pixel takes its time where the processor is emulated.
SMALL = "outputs: [{match: Virtual-1, mode: 640x480}]\n"


def allow(machine: Machine) -> None:
    """What logind would let the session's user do. Mesa's software renderers share buffers and
    have fences where they can make such memory."""
    machine.run(f"chown user {NODE} /dev/udmabuf")
