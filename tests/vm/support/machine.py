# SPDX-License-Identifier: MIT
"""A QEMU machine with KMS, input devices and a seat, and what a test does with it."""

import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

from support import saved_boot, shared_files, vnc
from support.messages import Messages, Qmp
from support.picture import Picture

if "EXWM_VR_VM_IMAGE" not in os.environ:
    print("EXWM_VR_VM_IMAGE names no image of the test machine: run container/dev test vm")
    sys.exit(77)  # for meson: skipped
IMAGE = pathlib.Path(os.environ["EXWM_VR_VM_IMAGE"])
CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
CTL_SERVER = os.environ["EXWM_VR_CTL_SERVER"]
HEADS = 2
# For sanitized programs in the machine: what they can look at there at a bearable price, and what
# in containers, as LeakSanitizer cannot look into other namespaces.
SANITIZERS = "ASAN_OPTIONS=handle_sigill=1:detect_stack_use_after_return=0"
SANITIZERS_INSIDE = f"{SANITIZERS}:detect_leaks=0"
# Nothing is asserted on time; these say when a machine is taken to hang.
BOOT_LIMIT_S = 300
COMMAND_LIMIT_S = 120
# Emulated, a timer that is set anew for each process that runs takes an eighth of the machine.
TICKS = "highres=off nohz=off"


class Machine:
    """Running from the construction on; to be closed. Heads are numbered from 0; of those only
    the first has a monitor at the start."""

    SAVED = True  # once it has booted, where more than one test has the same

    def __init__(self, kernel_options: str = "", second_gpu: bool = False, virtio: bool = True):
        """@second_gpu: one more card, "gpu2", with one head of its own. @virtio: no other card has
        heads whose monitors can be changed; the others have one head each, and can be suspended,
        as virtio-gpu's driver cannot."""
        self.virtio = virtio
        self.gpus = {"gpu": HEADS if virtio else 1, **({"gpu2": 1} if second_gpu else {})}
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="exwm-vr-vm-"))
        self.share = self.folder / "share"
        self.share.mkdir()
        self.share.chmod(0o777)
        self.shares = True
        self.qemu = None
        self.guest = self.monitor = self.ctl_server = None
        try:
            self._start(kernel_options)
        except BaseException:
            self.close()
            raise

    def _command(self, kernel_options: str) -> list[str]:
        command = ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none"]
        # One processor: where it is emulated, two machines beside each other do more than one with
        # two.
        # Q35's firmware does not say again where the registers of power are: it sleeps only once.
        board = "q35" if self.virtio else "pc"
        command += ["-M", board, "-smp", "1", "-m", "2048", "-no-reboot"]
        if has_kvm():
            command += ["-accel", "kvm", "-cpu", "host"]
        else:
            # An old CPU is emulated faster: programs pick code without the widest vectors.
            command += ["-accel", "tcg,thread=multi,tb-size=512", "-cpu", "Nehalem"]
        command += self._bench_arguments(kernel_options)
        command += ["-drive", f"if=none,id=disk,file={IMAGE / 'disk'},format=raw,readonly=on"]
        for gpu, heads in self.gpus.items():
            for head in range(heads):
                name = f"{gpu}-head{head}"
                command += ["-vnc", f"unix:{self.folder / name},display={gpu},head={head},id={name}"]
        for device in (
            "virtio-blk-pci,drive=disk",
            *(
                # QEMU 11.1 cannot read what it saves of the newer version.
                f"virtio-gpu-pci,id={gpu},max_outputs={heads},xres=1024,yres=768"
                ",x-scanout-vmstate-version=1"
                if self.virtio
                else f"bochs-display,id={gpu},xres=1024,yres=768"
                for gpu, heads in self.gpus.items()
            ),
            "virtio-keyboard-pci",
            "virtio-tablet-pci",
            "virtio-mouse-pci",
            "virtio-rng-pci",
        ):
            command += ["-device", device]
        return command

    def _bench_arguments(self, kernel_options: str) -> list[str]:
        """What a machine needs besides its own devices to be run by a test: the kernel, its log,
        and the ways of commands and files."""
        kernel = (
            "console=ttyS0 quiet loglevel=4 mitigations=off init_on_alloc=0 panic=-1"
            f" tsc=reliable random.trust_cpu=on {TICKS} {kernel_options}"
        )
        command = ["-kernel", str(IMAGE / "vmlinuz"), "-initrd", str(IMAGE / "initramfs")]
        command += ["-append", kernel, "-serial", f"file:{self.folder / 'serial.log'}"]
        command += ["-qmp", f"unix:{self.folder / 'qmp'},server=on,wait=off"]
        command += ["-chardev", f"socket,id=commands,path={self.folder / 'hvc'},server=on,wait=off"]
        command += ["-chardev", f"socket,id=ctl,path={self.folder / 'ctl'},server=on,wait=off"]
        command += ["-device", "virtio-serial-pci", "-device", "virtconsole,chardev=commands"]
        command += ["-device", "virtconsole,chardev=ctl"]
        for tag, folder, options in (("host", self.share, ""), ("checkout", CHECKOUT, ",readonly=on")):
            command += ["-fsdev", f"local,id={tag},path={folder},security_model=none{options}"]
            command += ["-device", f"virtio-9p-pci,fsdev={tag},mount_tag={tag}"]
        return command

    def _start(self, kernel_options: str) -> None:
        command = self._command(kernel_options)
        if self.SAVED and self.virtio and len(self.gpus) == 1:
            kind = "systemd" if kernel_options else "usual"
            saved = saved_boot.SavedBoot(IMAGE, kind, command, (self.folder, CHECKOUT))
            with saved.lock():
                if not saved.file.exists() or not self._load(command, saved):
                    self._boot(command)
                    saved.save(self.monitor)
        else:
            self._boot(command)
        # What a machine that was saved cannot know.
        self.guest.send(f"{time.time()} {CHECKOUT}".encode())
        self._wait_for(self.guest, b"ready", "the machine")

    def _load(self, command: list[str], saved: saved_boot.SavedBoot) -> bool:
        """Whether it can be used. What cannot, as of another processor, is removed."""
        self._launch([*command, *saved_boot.LOADS])
        try:
            saved.load(self.monitor)
        except (TimeoutError, ConnectionError, AssertionError) as error:
            print(f"{saved.file} cannot be used: {error}\n{self.logs()}", file=sys.stderr)
            saved.file.unlink()
            self._end()
            return False
        return True

    def _boot(self, command: list[str]) -> None:
        self._launch(command)
        self._wait_for(self.guest, b"booted", "the machine")

    def _launch(self, command: list[str]) -> None:
        self.qemu = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "qemu.log").open("wb"),
        )
        self.guest = self._connect("hvc", b"\0")
        self.monitor = self._connect("qmp", None)

    def _wait_for(self, peer: Messages, sign: bytes, what: str) -> None:
        """That it has started; before its sign there may be what its terminal said."""
        try:
            while not peer.receive().endswith(sign):
                pass
        except (TimeoutError, ConnectionError) as error:
            raise RuntimeError(f"{what} did not start: {error}\n{self.logs()}") from error

    def _connect(self, name: str, end: bytes | None) -> Messages:
        """@end: None for QMP."""
        deadline = time.monotonic() + BOOT_LIMIT_S
        while True:
            try:
                path = self.folder / name
                return Messages(path, end, BOOT_LIMIT_S) if end else Qmp(path, BOOT_LIMIT_S)
            except (FileNotFoundError, ConnectionRefusedError):
                if self.qemu.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"QEMU does not run:\n{self.logs()}") from None
                time.sleep(0.02)  # QEMU has no other sign that its socket is there

    def logs(self) -> str:
        texts = []
        for name in ("qemu.log", "serial.log"):
            file = self.folder / name
            if file.exists():
                texts.append(f"--- {name}\n" + file.read_text(errors="replace")[-3000:])
        return "\n".join(texts)

    def _end(self) -> None:
        for lines in (self.guest, self.monitor, self.ctl_server):
            if lines is not None:
                lines.close()
        if self.qemu is not None:
            self.qemu.kill()
            self.qemu.wait()
        for socket in ("hvc", "ctl", "qmp"):
            (self.folder / socket).unlink(missing_ok=True)

    def close(self) -> None:
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    # --- inside ---

    def run(self, command: str, check: bool = True) -> str:
        """Runs a shell command as root; what it printed. @check: it must succeed."""
        return self._ask(self.guest, command, check)

    def ctl(self, arguments: list[str], environment: dict[str, str], check: bool = True) -> str:
        """Does what exwm-vrctl does, as user, in a process that is copied and not started."""
        if self.ctl_server is None:
            self.ctl_server = self._connect("ctl", b"\0")
            self.run(
                "ASAN_OPTIONS=handle_sigill=1:detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1"
                f" setsid {CTL_SERVER} /dev/hvc1 user </dev/null >/run/ctl-server.log 2>&1 &"
            )
            self._wait_for(self.ctl_server, b"ready", "ctl-server")
        request = {"arguments": arguments, "environment": environment}
        return self._ask(self.ctl_server, json.dumps(request), check)

    def _ask(self, peer: Messages, request: str, check: bool) -> str:
        peer.send(request.encode())
        status, output = self._answer(peer)
        if check and status != 0:
            raise AssertionError(f"{request!r} ended with {status}:\n{output}")
        return output

    def _answer(self, peer: Messages) -> tuple[int, str]:
        status, _, text = peer.receive().partition(b" ")
        return int(status), text.decode(errors="replace").rstrip("\n")

    def wait_until(self, command: str, what: str) -> str:
        """Waits inside the machine until a command succeeds."""
        try:
            return self.run(f"wait_until {COMMAND_LIMIT_S} {quoted(command)}")
        except AssertionError as error:
            raise AssertionError(f"did not happen: {what}\n{error}") from error

    def wait_for_files(self, command: str, what: str) -> None:
        """Waits until a command that looks at files below /host, where it is run, succeeds. It
        costs the machine nothing."""
        if not self.shares:
            self.wait_until(f"cd /host && {command}", what)
            return
        if not shared_files.wait(self.share, command, COMMAND_LIMIT_S):
            raise AssertionError(f"did not happen: {what}\n{command}")

    def write(self, name: str, text: str) -> None:
        """A file below /host."""
        if self.shares:
            (self.share / name).write_text(text)
        else:
            self.run(f"printf %s {quoted(text)} >/host/{name}")

    def read(self, name: str) -> str:
        """A file below /host; empty where there is none."""
        if self.shares:
            file = self.share / name
            return file.read_text(errors="replace") if file.exists() else ""
        # The dot keeps the last line's end, which run() does without.
        return self.run(f"cat /host/{name} 2>/dev/null; echo .").removesuffix(".")

    def stop_sharing(self, *programs: str) -> None:
        """From now on /host is the machine's own, and of the checkout there are only @programs:
        no folder that is shared by 9p survives a suspension."""
        kept = [*programs, CTL_SERVER, str(CHECKOUT / "tests/support/lsan.supp")]
        self.run(
            f"set -e; mkdir /run/kept; mount -t tmpfs -o size=1500m kept /run/kept;"
            f" cp --recursive --parents {' '.join(kept)} /host /run/kept; umount /host {CHECKOUT};"
            f" for path in /host {CHECKOUT}; do mount --bind /run/kept$path $path; done;"
            " chmod 777 /host"
        )
        self.shares = False

    def suspend(self) -> None:
        """To memory and back."""
        # What was just typed may be a reason to stay awake.
        tries = "for _ in 1 2 3 4 5; do echo mem >/sys/power/state && exit; sleep 1; done; dmesg; exit 1"
        self.guest.send(tries.encode())
        while self.qmp("query-status")["status"] != "suspended":
            if select.select([self.guest.socket], [], [], 0.1)[0]:
                raise AssertionError(f"it did not sleep:\n{self._answer(self.guest)[1][-3000:]}")
        # Linux reads how long it slept in whole seconds, and takes up to two off to keep its clocks
        # together: after less it may not know that it slept.
        time.sleep(3)
        self.qmp("system_wakeup")
        status, output = self._answer(self.guest)
        if status != 0:
            raise AssertionError(output[-3000:])

    # --- from outside ---

    def qmp(self, command: str, **arguments):
        return self.monitor.command(command, **arguments)

    def _input(self, *events: dict) -> None:
        self.qmp("input-send-event", events=list(events))

    def key(self, *names: str, pause_s: float = 0.05) -> None:
        """Presses keys together, by QEMU's names (qcodes), and lets them go in reverse order."""
        for down, order in ((True, names), (False, tuple(reversed(names)))):
            for name in order:
                key = {"type": "qcode", "data": name}
                self._input({"type": "key", "data": {"down": down, "key": key}})
                time.sleep(pause_s)  # as a hand: libinput and virtio keep no finer order

    def type(self, text: str) -> None:
        names = {" ": "spc", "\n": "ret", "-": "minus", ".": "dot", "/": "slash"}
        for number, letter in enumerate(text):
            # The kernel keeps sixteen for who does not come to read them.
            self.key(names.get(letter, letter), pause_s=0.02 if number < 10 else 0.05)

    def move_pointer(self, x: float, y: float) -> None:
        """To a place on all screens together: 0 to 1 from left to right and top to bottom."""
        axes = (("x", x), ("y", y))
        self._input(
            *({"type": "abs", "data": {"axis": a, "value": round(v * 32767)}} for a, v in axes)
        )

    def press(self, down: bool = True, button: str = "left") -> None:
        self._input({"type": "btn", "data": {"down": down, "button": button}})
        time.sleep(0.1)  # libinput debounces what is shorter

    def click(self, button: str = "left") -> None:
        for down in (True, False):
            self.press(down, button)

    def screenshot(self, head: int, file: pathlib.Path, gpu: str = "gpu") -> pathlib.Path:
        """What the monitor shows, as PNG: of a head that is off, black 640x480."""
        self.qmp("screendump", filename=str(file), format="png", device=gpu, head=head)
        return file

    def picture(self, head: int = 0, gpu: str = "gpu") -> Picture:
        """What the monitor shows."""
        file = self.folder / "picture.ppm"
        self.qmp("screendump", filename=str(file), device=gpu, head=head)
        return Picture(file)

    def wait_for_picture(self, wanted, what: str, head: int = 0, gpu: str = "gpu") -> Picture:
        """Takes pictures until one is as wanted."""
        end = time.monotonic() + COMMAND_LIMIT_S
        while time.monotonic() < end:
            picture = self.picture(head, gpu)
            if wanted(picture):
                return picture
            time.sleep(0.1)
        raise AssertionError(f"head {head} of {gpu} never showed {what}; its size is {picture.size}")

    def plug(
        self, head: int, width: int, height: int, gpu: str = "gpu", seen: str = ""
    ) -> None:
        """@seen: a command that succeeds once the monitor is seen, if that is not once the kernel
        says that there is one: where it only changes there always was."""
        self._set_monitor(gpu, head, "connected", (width, height), (640, 480), seen)

    def unplug(self, head: int, gpu: str = "gpu") -> None:
        self._set_monitor(gpu, head, "disconnected", (0, 0), (640, 480))

    def _set_monitor(
        self, gpu: str, head: int, state: str, size: tuple, other: tuple, seen: str = ""
    ) -> None:
        """Returns once the kernel has @state, or @seen. virtio-gpu's driver loses a change that comes while
        it takes in another one, as it clears the event after it has read what is there; then it is
        said again, by way of @other, since QEMU tells of nothing that is as it was."""
        path = self.folder / f"{gpu}-head{head}"
        # The kernel counts the connectors of all cards together.
        connector = f"Virtual-{1 + head + sum(count for one, count in self.gpus.items() if one < gpu)}"
        seen = seen or f"grep -qx {state} /sys/class/drm/card*-{connector}/status"
        for _ in range(5):
            vnc.set_monitor(path, *size)
            if self.run(f"wait_until 30 {quoted(seen)} && echo seen", check=False):
                return
            vnc.set_monitor(path, *other)
        raise AssertionError(f"the kernel's {connector} is never {state}")


def has_kvm() -> bool:
    """The device alone says little: some machines that are virtual themselves show one that runs
    nothing."""
    flags = pathlib.Path("/proc/cpuinfo").read_text().split()
    return os.access("/dev/kvm", os.R_OK | os.W_OK) and ("vmx" in flags or "svm" in flags)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
