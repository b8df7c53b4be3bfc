#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A window of GTK that holds nothing but a text, all of it selected, and prints the text each time
that it changes: something to drag text out of, and to drop it on. It needs no bindings.

Usage: text_window.py 3|4 TITLE TEXT, where the first is GTK's version. GDK_BACKEND says whether
it is an X11 program or a Wayland one."""

import ctypes
import sys

CHANGED = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
WRAP_CHAR = 1
ITER_SIZE = 256  # more than a GtkTextIter has


class Library:
    """GTK's functions, which take pointers and numbers and return pointers."""

    def __init__(self, version: int):
        self.library = ctypes.CDLL({3: "libgtk-3.so.0", 4: "libgtk-4.so.1"}[version])

    def __getattr__(self, name: str):
        function = getattr(self.library, name)
        function.restype = ctypes.c_void_p
        # As pointers, which a number alone would be cut to 32 bits of.
        return lambda *arguments: function(
            *(ctypes.c_void_p(a) if isinstance(a, int) and a > 0xFFFF else a for a in arguments)
        )


def main(version: int, title: str, text: str) -> None:
    gtk = Library(version)
    if version == 3:
        gtk.gtk_init(None, None)
        window = gtk.gtk_window_new(0)
    else:
        gtk.gtk_init()
        window = gtk.gtk_window_new()
    gtk.gtk_window_set_title(window, title.encode())
    gtk.gtk_window_set_default_size(window, 400, 300)
    view = gtk.gtk_text_view_new()
    gtk.gtk_text_view_set_wrap_mode(view, WRAP_CHAR)
    buffer = gtk.gtk_text_view_get_buffer(view)
    gtk.gtk_text_buffer_set_text(buffer, text.encode(), -1)
    start, end = (ctypes.create_string_buffer(ITER_SIZE) for _ in range(2))

    def bounds() -> None:
        gtk.gtk_text_buffer_get_bounds(buffer, start, end)

    def changed(*_) -> None:
        bounds()
        now = gtk.gtk_text_buffer_get_text(buffer, start, end, 0)
        print(f"{title}: {ctypes.string_at(now).decode()}", flush=True)

    callback = CHANGED(changed)
    gtk.g_signal_connect_data(buffer, b"changed", callback, None, None, 0)
    bounds()
    gtk.gtk_text_buffer_select_range(buffer, start, end)
    if version == 3:
        gtk.gtk_container_add(window, view)
        gtk.gtk_widget_show_all(window)
        gtk.gtk_main()
    else:
        gtk.gtk_window_set_child(window, view)
        gtk.gtk_window_present(window)
        while True:
            gtk.g_main_context_iteration(None, 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
