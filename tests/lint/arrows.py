#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that includes follow the table in compositor/ARCHITECTURE.md.

usage: arrows.py [CHECKOUT]

Prints each fault as FILE:LINE: TEXT and ends with 1 when there is one.
"""

import pathlib
import re
import sys
from dataclasses import dataclass

NOTE = "compositor/ARCHITECTURE.md"
SOURCES = (".cpp", ".hpp", ".c", ".h")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
WLROOTS = re.compile(r"^wlr/")
# Headers of the display server's libraries, and those that wayland-scanner writes.
WAYLAND = re.compile(r"^(wayland-|libinput|libseat|pixman|xf86drm|drm|gbm|EGL/|GLES|vulkan/|xcb/)"
                     r"|-protocol\.h$")
# Folders beside compositor/ that its rooms may include by their path, as rows allow.
BESIDE = ("vr", "passthrough")
LIBRARIES = {"none": 0, "Wayland": 1, "wlroots": 2}


@dataclass
class Room:
    name: str
    may_include: set[str]  # rooms, or single headers such as wm/types.hpp
    libraries: int  # how far up LIBRARIES it may go


class BadTable(Exception):
    pass


def read_table(note: pathlib.Path) -> dict[str, Room]:
    """Reads the rooms; raises BadTable, also when an arrow points down the table."""
    rooms: dict[str, Room] = {}
    for line in note.read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 4 or not cells[0].startswith("`"):
            continue
        name = cells[0].strip("`")
        allowed = set(rooms) if cells[2] == "all above" else set(re.findall(r"`([^`]+)`", cells[2]))
        for other in allowed:
            if other.split("/")[0] not in rooms:
                raise BadTable(f"{note}: {name} may include {other}, which is not above it")
        if cells[3] not in LIBRARIES:
            raise BadTable(f"{note}: {name}: libraries are one of {', '.join(LIBRARIES)}")
        rooms[name] = Room(name, allowed, LIBRARIES[cells[3]])
    if not rooms:
        raise BadTable(f"{note}: no table of rooms found")
    return rooms


def room_of(file: pathlib.Path) -> str:
    """The room of a path below compositor/: files at its top are called by their own name."""
    return file.parts[0] if len(file.parts) > 1 else file.stem


def code_lines(file: pathlib.Path):
    for number, line in enumerate(file.read_text().splitlines(), 1):
        yield number, line.split("//")[0]


def check_room_file(compositor: pathlib.Path, file: pathlib.Path, rooms: dict[str, Room]):
    """Yields (line, text) for each include in a room's file that its row does not allow."""
    name = room_of(file)
    if name not in rooms:
        yield 1, f"room '{name}' has no row in {NOTE}"
        return
    room = rooms[name]
    for number, line in code_lines(compositor / file):
        include = INCLUDE.match(line)
        if not include:
            continue
        kind, header = include.groups()
        if kind == "<":
            if WAYLAND.search(header) and room.libraries < LIBRARIES["Wayland"]:
                yield number, f"{name} must not include <{header}>"
            continue
        target = header.split("/")[0]
        if target not in rooms or "/" not in header:
            yield number, f'"{header}" does not start with a room'
        elif target != name and target not in room.may_include and header not in room.may_include:
            yield number, f"{name} must not include {target}"


def check_beside(folder: str, file: pathlib.Path, relative: pathlib.Path, rooms: dict[str, Room]):
    """Yields (line, text) for includes of a folder beside compositor/: only itself and base, and of
    its rooms that have a row of their own, only what that says."""
    name = "/".join(relative.parts[:2])
    room = rooms.get(name)
    for number, line in code_lines(file):
        include = INCLUDE.match(line)
        if not include or include[1] != '"':
            continue
        top, *rest = include[2].split("/")
        target = f"{top}/{rest[0]}" if rest else top
        if top not in (folder, "base"):
            yield number, f"{folder} must not include {top}"
        elif room and target != name and not {top, target} & room.may_include:
            yield number, f"{name} must not include {target}"


def check_any_file(file: pathlib.Path, is_wlr: bool):
    """Yields (line, text) for what only compositor/wlr may do."""
    if is_wlr:
        return
    for number, line in code_lines(file):
        include = INCLUDE.match(line)
        if include and include[1] == "<" and WLROOTS.match(include[2]):
            yield number, "wlroots' headers are included in compositor/wlr only"
        if re.search(r"\bwl_listener\b", line):
            yield number, "wl_listener is used in compositor/wlr only: take Listener"


def check(checkout: pathlib.Path) -> list[str]:
    compositor = checkout / "compositor"
    rooms = read_table(checkout / NOTE)
    faults = []
    seen = set()
    for file in sorted(compositor.rglob("*")):
        if file.suffix in SOURCES:
            relative = file.relative_to(compositor)
            seen.add(room_of(relative))
            faults += [f"compositor/{relative}:{number}: {text}"
                       for number, text in check_room_file(compositor, relative, rooms)]
    seen |= {name for name in rooms
             if name.split("/")[0] in BESIDE and (checkout / name).is_dir()}
    faults += [f"{NOTE}: room '{name}' does not exist" for name in rooms if name not in seen]
    for name in BESIDE:
        for file in sorted((checkout / name).rglob("*")):
            if file.suffix in SOURCES:
                faults += [f"{file.relative_to(checkout)}:{number}: {text}"
                           for number, text in check_beside(
                               name, file, file.relative_to(checkout), rooms)]

    for top in ("compositor", "tests", "vr", "passthrough"):
        for file in sorted((checkout / top).rglob("*")):
            if file.suffix in SOURCES:
                relative = file.relative_to(checkout)
                is_wlr = relative.parts[:2] == ("compositor", "wlr")
                faults += [f"{relative}:{number}: {text}"
                           for number, text in check_any_file(file, is_wlr)]
    return faults


def main() -> int:
    checkout = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    try:
        faults = check(checkout)
    except (BadTable, OSError) as error:
        faults = [str(error)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
