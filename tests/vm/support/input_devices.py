# SPDX-License-Identifier: MIT
"""Input devices that the kernel of the test machine has by uinput: real to everything above it.

The module is two programs: imported by a test it drives the machine; run by the machine's Python
it makes the devices and does what the test says, one line after the other.
"""

import pathlib
import sys

COMMANDS = "/tmp/input-devices.commands"
ANSWERS = "/tmp/input-devices.answers"


class InputDevices:
    """The test's side."""

    def __init__(self, machine):
        self.machine = machine
        machine.run(
            f"mkfifo {COMMANDS} {ANSWERS}; python3 {pathlib.Path(__file__).resolve()}"
            " </dev/null >/tmp/input-devices.log 2>&1 &"
        )

    def _tell(self, line: str) -> None:
        answer = self.machine.run(f"echo '{line}' >{COMMANDS}; cat {ANSWERS}")
        if answer.strip() != "ok":
            raise AssertionError(f"input device: {line}: {answer}")

    def make(self, kind: str, name: str) -> None:
        """@kind is a key of KINDS below; @name has no spaces."""
        self._tell(f"make {kind} {name}")

    def send(self, name: str, *frames: str) -> None:
        """Each frame is "CODE=VALUE CODE=VALUE …" with evdev's names of codes."""
        self._tell(f"send {name} {';'.join(frames)}")

    def destroy(self, name: str) -> None:
        self._tell(f"destroy {name}")


def run_in_machine() -> None:
    import time

    import evdev
    from evdev import AbsInfo, ecodes

    def axis(largest: int, resolution: int = 0) -> AbsInfo:
        return AbsInfo(0, 0, largest, 0, 0, resolution)

    fingers = [
        (ecodes.ABS_MT_SLOT, axis(9)),
        (ecodes.ABS_MT_TRACKING_ID, axis(65535)),
    ]
    kinds = {
        "keyboard": ({ecodes.EV_KEY: list(range(1, 120))}, []),
        "mouse": (
            {
                ecodes.EV_REL: [ecodes.REL_X, ecodes.REL_Y, ecodes.REL_WHEEL],
                ecodes.EV_KEY: [ecodes.BTN_LEFT, ecodes.BTN_RIGHT, ecodes.BTN_MIDDLE],
            },
            [],
        ),
        "touch": (
            {
                ecodes.EV_ABS: [
                    (ecodes.ABS_X, axis(1000)),
                    (ecodes.ABS_Y, axis(1000)),
                    (ecodes.ABS_MT_POSITION_X, axis(1000)),
                    (ecodes.ABS_MT_POSITION_Y, axis(1000)),
                    *fingers,
                ],
                ecodes.EV_KEY: [ecodes.BTN_TOUCH],
            },
            [ecodes.INPUT_PROP_DIRECT],
        ),
        "touchpad": (
            {
                ecodes.EV_ABS: [
                    (ecodes.ABS_X, axis(4000, 40)),
                    (ecodes.ABS_Y, axis(2400, 40)),
                    (ecodes.ABS_MT_POSITION_X, axis(4000, 40)),
                    (ecodes.ABS_MT_POSITION_Y, axis(2400, 40)),
                    *fingers,
                ],
                ecodes.EV_KEY: [
                    ecodes.BTN_LEFT,
                    ecodes.BTN_TOUCH,
                    ecodes.BTN_TOOL_FINGER,
                    ecodes.BTN_TOOL_DOUBLETAP,
                    ecodes.BTN_TOOL_TRIPLETAP,
                ],
            },
            [ecodes.INPUT_PROP_POINTER, ecodes.INPUT_PROP_BUTTONPAD],
        ),
        "tablet": (
            {
                ecodes.EV_ABS: [
                    (ecodes.ABS_X, axis(10000, 50)),
                    (ecodes.ABS_Y, axis(10000, 50)),
                    (ecodes.ABS_PRESSURE, axis(1000)),
                ],
                ecodes.EV_KEY: [ecodes.BTN_TOOL_PEN, ecodes.BTN_TOUCH, ecodes.BTN_STYLUS],
            },
            [ecodes.INPUT_PROP_POINTER],
        ),
        "pad": (
            {
                ecodes.EV_ABS: [(ecodes.ABS_X, axis(1)), (ecodes.ABS_Y, axis(1))],
                ecodes.EV_KEY: [ecodes.BTN_STYLUS, ecodes.BTN_0, ecodes.BTN_1],
            },
            [],
        ),
        "lid": ({ecodes.EV_SW: [ecodes.SW_LID]}, []),
    }
    types = {
        "KEY": ecodes.EV_KEY,
        "BTN": ecodes.EV_KEY,
        "REL": ecodes.EV_REL,
        "ABS": ecodes.EV_ABS,
        "SW": ecodes.EV_SW,
    }
    devices = {}

    def carry_out(line: str) -> None:
        verb, rest = line.split(" ", 1)
        if verb == "make":
            kind, name = rest.split()
            events, properties = kinds[kind]
            devices[name] = evdev.UInput(
                events,
                name=name,
                vendor=0x1234,
                # libinput takes those of one product on one port for one piece of hardware.
                product=1 if kind in ("tablet", "pad") else len(devices) + 2,
                input_props=properties,
            )
        elif verb == "destroy":
            devices.pop(rest).close()
        else:
            name, frames = rest.split(" ", 1)
            for frame in frames.split(";"):
                for event in frame.split():
                    code, value = event.split("=")
                    kind = types[code.split("_")[0]]
                    devices[name].write(kind, getattr(ecodes, code), int(value))
                devices[name].syn()
                time.sleep(0.015)  # as a hand: libinput takes what is quicker for a fault

    while True:
        with open(COMMANDS, encoding="utf-8") as commands:
            line = commands.read().strip()
        try:
            carry_out(line)
            answer = "ok"
        except Exception as error:  # the test is told of all of them
            answer = repr(error)
        with open(ANSWERS, "w", encoding="utf-8") as answers:
            answers.write(answer + "\n")


if __name__ == "__main__":
    sys.exit(run_in_machine())
