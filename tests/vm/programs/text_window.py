#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A window of GTK that holds nothing but a text, all of it selected, and prints the text each time
that it changes, and when something hovers over it: to drag text out of, and to drop it on. It needs
no bindings.

Usage: text_window.py 3|4 TITLE TEXT, where the first is GTK's version. GDK_BACKEND says whether
it is an X11 program or a Wayland one."""

import ctypes
import sys

CHANGED = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
HOVERED = ctypes.CFUNCTYPE(ctypes.c_int)  # whatever it is given
WRAP_CHAR = 1
ITER_SIZE = 256  # more than a GtkTextIter has


class Library:
    """GTK's functions, which take and return pointers and small numbers."""

    def __init__(self, version: int):
        self.library = ctypes.CDLL({3: "libgtk-3.so.0", 4: "libgtk-4.so.1"}[version])

    def __getattr__(self, name: str):
        function = getattr(self.library, name)
        function.restype = ctypes.c_void_p
        # ctypes would cut a pointer that is a plain number to 32 bits.
        return lambda *arguments: function(
            *(ctypes.c_void_p(a) if isinstance(a, int) and a > 0xFFFF else a for a in arguments)
        )


def main(version: int, title: str, text: str) -> None:
    gtk = Library(version)
    gtk.g_set_prgname(title.encode())
    if version == 3:
        gtk.gtk_init(None, None)
        window = gtk.gtk_window_new(0)
        scrolled = gtk.gtk_scrolled_window_new(None, None)
    else:
        gtk.gtk_init()
        window = gtk.gtk_window_new()
        scrolled = gtk.gtk_scrolled_window_new()
    gtk.gtk_window_set_title(window, title.encode())
    gtk.gtk_window_set_default_size(window, 400, 300)
    view = gtk.gtk_text_view_new()
    gtk.gtk_text_view_set_wrap_mode(view, WRAP_CHAR)
    buffer = gtk.gtk_text_view_get_buffer(view)
    gtk.gtk_text_buffer_set_text(buffer, text.encode(), -1)
    start, end = (ctypes.create_string_buffer(ITER_SIZE) for _ in range(2))
    gtk.gtk_text_buffer_get_bounds(buffer, start, end)
    gtk.gtk_text_buffer_select_range(buffer, start, end)

    def changed(*_) -> None:
        gtk.gtk_text_buffer_get_bounds(buffer, start, end)
        now = gtk.gtk_text_buffer_get_text(buffer, start, end, 0)
        print(f"{title}: {ctypes.string_at(now).decode()}", flush=True)

    def hovered(*_) -> int:
        print(f"{title} is hovered over", flush=True)
        return 0  # go on

    handlers = (CHANGED(changed), HOVERED(hovered))
    gtk.g_signal_connect_data(buffer, b"changed", handlers[0], None, None, 0)
    if version == 3:
        gtk.g_signal_connect_data(view, b"drag-motion", handlers[1], None, None, 0)
        gtk.gtk_container_add(scrolled, view)
        gtk.gtk_container_add(window, scrolled)
        gtk.gtk_widget_show_all(window)
        gtk.gtk_main()
    else:
        motion = gtk.gtk_drop_controller_motion_new()
        gtk.g_signal_connect_data(motion, b"motion", handlers[1], None, None, 0)
        gtk.gtk_widget_add_controller(view, motion)
        gtk.gtk_scrolled_window_set_child(scrolled, view)
        gtk.gtk_window_set_child(window, scrolled)
        gtk.gtk_window_present(window)
        while True:
            gtk.g_main_context_iteration(None, 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
