#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""exwm-vr-session where no systemd runs, and what is installed for those machines that have one."""

import os
import pathlib
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "vm"))

from support import results

SCRIPT = os.environ["EXWM_VR_SESSION"]
LIMIT_S = 60  # only a hang takes it
HEADLESS = ("--headless", "--renderer", "pixman")


class SessionScriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="exwm-vr-session-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
        }
        self.environment["XDG_RUNTIME_DIR"] = self.environment["HOME"] = str(self.folder)

    def run_script(self, *arguments: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [SCRIPT, *arguments], env=self.environment | more, timeout=LIMIT_S,
            capture_output=True, text=True, check=False,
        )

    def start(self) -> tuple[subprocess.Popen, int, int]:
        """A session that has begun: its first process, the script's own number, and a pipe that
        is hung up when the last process of the session is gone."""
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        command = ("sh", "-c", f"echo begun >&{writing}; exec sleep infinity")
        process = subprocess.Popen(
            [SCRIPT, *HEADLESS, "--", *command], env=self.environment, pass_fds=[writing],
            stderr=subprocess.DEVNULL, start_new_session=True,
        )
        self.addCleanup(process.wait)
        self.addCleanup(self.kill_group, process)
        os.close(writing)
        self.assertEqual(self.read(reading), b"begun\n")
        script = int((self.folder / "exwm-vr-session.lock").read_text())
        return process, script, reading

    @staticmethod
    def kill_group(process: subprocess.Popen) -> None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def read(self, pipe: int) -> bytes:
        self.assertTrue(select.select([pipe], [], [], LIMIT_S)[0], "nothing happens")
        return os.read(pipe, 100)

    def test_help_and_version(self):
        for option, text in (("--help", "Usage: exwm-vr-session "), ("--version", "exwm-vr-session ")):
            done = self.run_script(option)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertTrue(done.stdout.startswith(text))

    def test_wrong_usage(self):
        for arguments, text in (
            (["--bogus"], "unknown option"),
            (["foot"], "a command to start goes after"),
            (["--"], "a command is missing"),
            (["--exit-with-command"], "a command is missing"),
            (["--ready-fd", "3"], "--ready-fd"),
            (["--dump-config"], "use exwm-vr --dump-config"),
        ):
            done = self.run_script(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(text, done.stderr)

    def test_refusals(self):
        for more, text in (
            ({"WAYLAND_DISPLAY": "wayland-5"}, "WAYLAND_DISPLAY is wayland-5: a desktop is there"),
            ({"DISPLAY": ":7"}, "DISPLAY is :7: a desktop is there"),
            ({"XDG_RUNTIME_DIR": ""}, "XDG_RUNTIME_DIR is unset"),
            ({"XDG_RUNTIME_DIR": "/nowhere"}, "XDG_RUNTIME_DIR is /nowhere"),
            ({"EXWM_VR": "/nowhere/exwm-vr"}, "EXWM_VR is /nowhere/exwm-vr"),
        ):
            done = self.run_script(*HEADLESS, **more)
            self.assertEqual(done.returncode, 1, more)
            self.assertIn(text, done.stderr)

    def test_a_config_with_an_error_is_shown_and_costs_nobody_the_desktop(self):
        config = self.folder / "broken.yaml"
        for text in ("no-such-key: 1\n", "keyboard:\n  layout: nowhere\n"):
            config.write_text(text)
            done = self.run_script(
                *HEADLESS, "--config", str(config), "--exit-with-command", "--",
                os.environ["EXWM_VRCTL"], "status",
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("The configuration has errors: ", done.stdout)
            word = text.split()[-1] if "nowhere" in text else "no-such-key"
            self.assertIn(word, done.stdout)
            self.assertNotIn(word, done.stdout.splitlines()[0])
            self.assertIn(word, done.stderr)

    def test_the_command_has_a_display_and_a_bus(self):
        words = ["a b", "it's", '"$HOME"', "", "--help"]
        done = self.run_script(
            *HEADLESS, "--exit-with-command", "--", "sh", "-c",
            'printf "%s\\n" "$WAYLAND_DISPLAY" "$XDG_CURRENT_DESKTOP" "$@"; dbus-send'
            " --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetId"
            " >/dev/null && exit 7", "sh", *words,
        )
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertEqual(done.stdout.splitlines(), ["wayland-0", "EXWM-VR", *words])

    def test_a_second_session_is_refused(self):
        first, script, pipe = self.start()
        second = self.run_script(*HEADLESS)
        self.assertEqual(second.returncode, 1)
        self.assertIn(f"this user has a session already: process {script}\n", second.stderr)
        os.kill(script, signal.SIGTERM)
        self.assertEqual(self.read(pipe), b"")
        self.assertEqual(first.wait(LIMIT_S), 0)
        third = self.run_script(*HEADLESS, "--exit-with-command", "--", "true")
        self.assertEqual(third.returncode, 0, third.stderr)

    def test_the_compositor_does_not_outlive_the_script(self):
        _, script, pipe = self.start()
        os.kill(script, signal.SIGKILL)
        self.assertEqual(self.read(pipe), b"")

    def test_monado_is_rid_of_a_socket_that_is_left_but_not_of_anothers(self):
        unit = pathlib.Path(os.environ["EXWM_VR_BUILD"]) / "compositor/session/exwm-vr-monado.service"
        (line,) = [l for l in unit.read_text().splitlines() if l.startswith("ExecStartPre=-")]
        command = line.removeprefix("ExecStartPre=-").replace("%t", str(self.folder))
        before_start = shlex.split(command.replace("$$", "$"))
        path = self.folder / "monado_comp_ipc"
        with socket.socket(socket.AF_UNIX) as living:
            living.bind(str(path))
            living.listen()
            subprocess.run(before_start, check=True)
            self.assertTrue(path.exists())
        subprocess.run(before_start, check=True)
        self.assertFalse(path.exists())

    def test_what_is_installed(self):
        subprocess.run(
            ["meson", "install", "-C", os.environ["EXWM_VR_BUILD"], "--no-rebuild", "--quiet"]
            + ["--tags", "session,runtime", "--destdir", str(self.folder)],
            check=True,
        )
        prefix = os.environ["EXWM_VR_PREFIX"]
        root = self.folder / prefix.lstrip("/")
        self.assertTrue(os.access(root / "bin/exwm-vr-session", os.X_OK))
        desktop = root / "share/wayland-sessions/exwm-vr.desktop"
        self.assertIn(f"Exec={prefix}/bin/exwm-vr-session\n", desktop.read_text())
        self.assertIn("DesktopNames=EXWM-VR\n", desktop.read_text())
        if shutil.which("desktop-file-validate"):
            subprocess.run(["desktop-file-validate", str(desktop)], check=True)
        self.assertTrue((root / "share/xdg-desktop-portal/exwm-vr-portals.conf").exists())
        units = list(root.glob("**/systemd/user/*"))
        self.assertEqual(
            sorted(unit.name for unit in units),
            [
                "exwm-vr-login.service",
                "exwm-vr-monado.service",
                "exwm-vr-session.target",
                "exwm-vr.service",
            ],
        )
        # Monado shows its picture on a leased display or not at all, and nobody gets it unasked.
        monado = next(u for u in units if u.name == "exwm-vr-monado.service").read_text()
        self.assertIn(f"\nExecStart={prefix}/bin/exwm-vr-lease --wait --watch -- monado-service\n", monado)
        self.assertIn("\nEnvironment=XRT_COMPOSITOR_FORCE_WAYLAND_DIRECT=1\n", monado)
        self.assertFalse(list(root.glob("**/*.wants/*")))
        if shutil.which("systemd-analyze"):
            # It wants the programs to be where the units say.
            for unit in units:
                unit.write_text(unit.read_text().replace(f"={prefix}/bin", f"={root}/bin"))
            done = subprocess.run(
                ["systemd-analyze", "verify", "--user", "--man=no", *map(str, units)],
                env=self.environment, capture_output=True, text=True, check=False,
            )
            # Lines about units that this machine happens to have are not ours.
            about = [line for line in done.stderr.splitlines() if "exwm-vr" in line]
            self.assertEqual((done.returncode, about), (0, []), done.stderr)


if __name__ == "__main__":
    results.main()
