#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""portal_client.py screencast PICTURE | file: asks xdg-desktop-portal for the screen, of which one
picture is kept, or for a file, as a program in a sandbox does."""

import os
import subprocess
import sys

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
LIMIT_S = 110


class Portal:
    def __init__(self):
        self.bus = open_dbus_connection(enable_fds=True)
        self.count = 0
        rule = MatchRule(type="signal", interface="org.freedesktop.portal.Request")
        self.bus.send_and_get_reply(message_bus.AddMatch(rule))
        self.rule = rule

    def call(self, interface: str, method: str, signature: str, *arguments):
        address = DBusAddress(PATH, NAME, f"org.freedesktop.portal.{interface}")
        reply = self.bus.send_and_get_reply(
            new_method_call(address, method, signature, arguments), timeout=LIMIT_S
        )
        if reply.header.message_type.name == "error":
            raise RuntimeError(f"{interface}.{method}: {reply.body}")
        return reply.body

    def request(self, interface: str, method: str, signature: str, *arguments, **options):
        """The answer to a call that is answered by a signal: status and results."""
        self.count += 1
        options["handle_token"] = ("s", f"t{self.count}")
        with self.bus.filter(self.rule) as answers:
            self.call(interface, method, signature, *arguments, options)
            return self.bus.recv_until_filtered(answers, timeout=LIMIT_S).body

    def granted(self, *arguments, **options) -> dict:
        status, results = self.request(*arguments, **options)
        if status != 0:
            raise RuntimeError(f"{arguments[:2]} ended with {status}")
        return results


def screencast(portal: Portal, picture: str) -> None:
    session = portal.granted(
        "ScreenCast", "CreateSession", "a{sv}", session_handle_token=("s", "session")
    )["session_handle"][1]
    portal.granted("ScreenCast", "SelectSources", "oa{sv}", session, types=("u", 1))
    streams = portal.granted("ScreenCast", "Start", "osa{sv}", session, "")["streams"][1]
    (remote,) = portal.call("ScreenCast", "OpenPipeWireRemote", "oa{sv}", session, {})
    number = remote.to_raw_fd()
    os.set_inheritable(number, True)
    subprocess.run(
        ["gst-launch-1.0", "pipewiresrc", f"fd={number}", f"path={streams[0][0]}", "num-buffers=1",
         "!", "videoconvert", "!", "pngenc", "!", "filesink", f"location={picture}"],
        check=True, pass_fds=[number], timeout=LIMIT_S)
    print("done", flush=True)


def choose_file(portal: Portal) -> None:
    status, _ = portal.request("FileChooser", "OpenFile", "ssa{sv}", "", "A file")
    print("chosen" if status == 0 else "not chosen", flush=True)


portal = Portal()
if sys.argv[1] == "screencast":
    screencast(portal, sys.argv[2])
else:
    choose_file(portal)
