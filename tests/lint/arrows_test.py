#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Feeds arrows.py trees that break its rules: it must find each fault, and only those."""

import pathlib
import tempfile
import unittest

import arrows

TABLE = """
| Room | Holds | May include | Libraries |
|---|---|---|---|
| `base` | | – | none |
| `wm` | | `base` | none |
| `wlr` | | `base` | wlroots |
| `server` | | all above | Wayland |
| `main` | | `server` | none |
| `ctl` | | `base` `wm/types.hpp` | Wayland |
"""

GOOD = {
    "compositor/ARCHITECTURE.md": TABLE,
    "compositor/base/error.hpp": "#include <string>\n",
    "compositor/wm/model.hpp": '#include "base/error.hpp"\n',
    "compositor/wm/types.hpp": '#include "wm/model.hpp"\n',
    "compositor/wlr/wlr.hpp": "#include <wlr/backend.h>\nwl_listener* listener;\n",
    "compositor/server/server.cpp": '#include "wlr/wlr.hpp"\n#include <wayland-server-core.h>\n',
    "compositor/main.cpp": '#include "server/server.hpp"\n',
    "compositor/ctl/main.cpp": '#include "wm/types.hpp"\n#include <wayland-client.h>\n',
}


class Arrows(unittest.TestCase):
    def faults(self, changes: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**GOOD, **changes}.items():
                file = root / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            return arrows.check(root)

    def assert_fault(self, changes: dict[str, str], expected: str):
        faults = self.faults(changes)
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(expected, faults[0])

    def test_good_tree(self):
        self.assertEqual(self.faults({}), [])

    def test_arrow_against_the_table(self):
        self.assert_fault({"compositor/wm/layout.cpp": '\n#include "wlr/wlr.hpp"\n'},
                          "compositor/wm/layout.cpp:2: wm must not include wlr")

    def test_room_at_the_bottom(self):
        self.assert_fault({"compositor/base/log.cpp": '#include "wm/model.hpp"\n'},
                          "base must not include wm")

    def test_folder_beside_the_compositor(self):
        table = TABLE.replace("| `wm` |", "| `passthrough` | | `base` | none |\n| `wm` |")
        good = {"compositor/ARCHITECTURE.md": table,
                "passthrough/gpu/choose.cpp": '#include "base/error.hpp"\n',
                "compositor/server/gpu.cpp": '#include "passthrough/gpu/choose.hpp"\n'}
        self.assertEqual(self.faults(good), [])
        self.assert_fault({**good, "compositor/wm/gpu.cpp": '#include "passthrough/gpu/a.hpp"\n'},
                          "wm must not include passthrough")
        self.assert_fault({**good, "passthrough/gpu/choose.cpp": '#include "wm/model.hpp"\n'},
                          "passthrough must not include wm")

    def test_room_of_a_folder_beside_the_compositor(self):
        table = TABLE.replace("| `wm` |", "| `passthrough` | | `base` | none |\n"
                              "| `passthrough/gpu` | | `base` | none |\n"
                              "| `passthrough/tool` | | `base` `passthrough` | none |\n| `wm` |")
        good = {"compositor/ARCHITECTURE.md": table,
                "passthrough/gpu/choose.cpp": '#include "passthrough/gpu/device.hpp"\n',
                "passthrough/tool/list.cpp": '#include "passthrough/gpu/choose.hpp"\n'
                                             '#include "base/error.hpp"\n'}
        self.assertEqual(self.faults(good), [])
        self.assert_fault({**good,
                           "passthrough/gpu/node.cpp": '#include "passthrough/tool/list.hpp"\n'},
                          "passthrough/gpu must not include passthrough/tool")

    def test_only_main_includes_server(self):
        self.assert_fault({"compositor/ctl/list.cpp": '#include "server/server.hpp"\n'},
                          "ctl must not include server")

    def test_single_header_of_a_room(self):
        self.assert_fault({"compositor/ctl/list.cpp": '#include "wm/model.hpp"\n'},
                          "ctl must not include wm")

    def test_wayland_in_pure_room(self):
        self.assert_fault({"compositor/wm/layout.cpp": "#  include <wayland-server-core.h>\n"},
                          "wm must not include <wayland-server-core.h>")

    def test_generated_protocol_header_in_pure_room(self):
        self.assert_fault({"compositor/wm/layout.cpp": "#include <xdg-shell-client-protocol.h>\n"},
                          "wm must not include <xdg-shell-client-protocol.h>")

    def test_wlroots_outside_its_room(self):
        self.assert_fault({"compositor/server/a.cpp": "#include <wlr/backend.h>\n"},
                          "compositor/server/a.cpp:1: wlroots' headers")

    def test_wlroots_in_tests(self):
        self.assert_fault({"tests/unit/a.cpp": "#include <wlr/backend.h>\n"}, "wlroots' headers")

    def test_naked_listener(self):
        self.assert_fault({"compositor/server/a.hpp": "class A { wl_listener destroy_; };\n"},
                          "wl_listener is used in compositor/wlr only")

    def test_listener_in_comment(self):
        self.assertEqual(self.faults({"compositor/server/a.hpp": "// no wl_listener here\n"}), [])

    def test_include_without_room(self):
        self.assert_fault({"compositor/wm/layout.cpp": '#include "model.hpp"\n'},
                          '"model.hpp" does not start with a room')

    def test_unknown_room(self):
        self.assert_fault({"compositor/attic/old.cpp": ""}, "room 'attic' has no row")

    def test_row_without_room(self):
        table = TABLE + "| `gone` | | – | none |\n"
        self.assert_fault({"compositor/ARCHITECTURE.md": table}, "room 'gone' does not exist")

    def test_table_with_an_arrow_down(self):
        table = TABLE.replace("| `base` | | – |", "| `base` | | `wm` |")
        with self.assertRaises(arrows.BadTable):
            self.faults({"compositor/ARCHITECTURE.md": table})

    def test_note_without_table(self):
        with self.assertRaises(arrows.BadTable):
            self.faults({"compositor/ARCHITECTURE.md": "no table"})


if __name__ == "__main__":
    unittest.main()
