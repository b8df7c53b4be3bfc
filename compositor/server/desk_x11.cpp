// SPDX-License-Identifier: MIT
// X11 programs have menus that nobody manages, a stack and icons of their own: the desk's part in
// it.
#include "server/desk.hpp"

#include <algorithm>

namespace exwm_vr::server {

void Desk::override_shown(wlr_surface& surface, bool wants_keyboard) {
    if (wants_keyboard) {
        override_focus_.push_back(&surface);
    }
    changed();
}

void Desk::override_moved() {
    changed();
}

void Desk::override_hidden(wlr_surface& surface) {
    std::erase(override_focus_, &surface);
    changed();
}

void Desk::window_icon_changed(shell::Window& window) {
    if (events_.changed) {
        events_.changed(window);
    }
}

void Desk::restack_in_server(const std::vector<shell::Window*>& x11_windows) {
    // The X server passes clicks to its own topmost window, also where that one is not shown.
    if (std::ranges::equal(x11_windows, told_stack_, {}, &shell::Window::id)) {
        return;
    }
    told_stack_.clear();
    for (auto* window : x11_windows) {
        window->raise_in_server();
        told_stack_.push_back(window->id());
    }
}

} // namespace exwm_vr::server
