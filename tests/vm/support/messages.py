# SPDX-License-Identifier: MIT
"""Messages over UNIX sockets, as QEMU and what runs in its machines have them."""

import json
import pathlib
import socket


class Messages:
    """In both directions, each with @end, a byte, after it."""

    def __init__(self, path: pathlib.Path, end: bytes, limit_s: float):
        self.end = end
        self.rest = b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(limit_s)
        self.socket.connect(str(path))

    def send(self, message: bytes) -> None:
        self.socket.sendall(message + self.end)

    def receive(self) -> bytes:
        parts = [self.rest]
        while self.end not in parts[-1]:
            parts.append(self.socket.recv(1 << 16))
            if not parts[-1]:
                raise ConnectionError("the machine is gone")
        message, _, self.rest = b"".join(parts).partition(self.end)
        return message

    def close(self) -> None:
        self.socket.close()


class Qmp(Messages):
    """QEMU's own commands and events."""

    def __init__(self, path: pathlib.Path, limit_s: float):
        super().__init__(path, b"\n", limit_s)
        self.events = []  # that nobody has waited for
        self.receive()  # the greeting
        self.command("qmp_capabilities")

    def command(self, command: str, **arguments):
        request = {"execute": command}
        if arguments:
            request["arguments"] = arguments
        self.send(json.dumps(request).encode())
        while True:
            answer = json.loads(self.receive())
            if "error" in answer:
                raise AssertionError(f"QMP {command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]
            self.events.append(answer)

    def wait_for(self, event: str, **data) -> dict:
        """The data of the first such event that has not been waited for. @data: for each name the
        values of which it has one."""
        while True:
            while self.events:
                seen = self.events.pop(0)
                found = seen.get("data", {})
                if seen["event"] == event and all(found.get(k) in v for k, v in data.items()):
                    return found
            self.events.append(json.loads(self.receive()))
