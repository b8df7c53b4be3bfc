// SPDX-License-Identifier: MIT
#include "shell/x11_wake.hpp"

#include "shell/x11_requests.hpp"

namespace exwm_vr::shell {

X11Wake::X11Wake(wlr_xwayland& server)
    : server_(server) {
    auto* const connection = wlr_xwayland_get_xwm_connection(&server_);
    window_ = xcb_generate_id(connection);
    const auto root = x11_root(connection);
    xcb_create_window(
        connection, 0, window_, root, -1, -1, 1, 1, 0, XCB_WINDOW_CLASS_INPUT_ONLY, 0, 0, nullptr
    );
}

X11Wake::~X11Wake() {
    if (auto* const connection = wlr_xwayland_get_xwm_connection(&server_)) {
        xcb_destroy_window(connection, window_);
        xcb_flush(connection);
    }
}

void X11Wake::call() {
    if (auto* const connection = wlr_xwayland_get_xwm_connection(&server_)) {
        // Events without a mask go to whose window it is.
        x11_tell(connection, window_, XCB_ATOM_NOTICE, {});
    }
}

bool X11Wake::is(const xcb_generic_event_t& event) const {
    return event.response_type == (XCB_CLIENT_MESSAGE | x11_sent) &&
           reinterpret_cast<const xcb_client_message_event_t&>(event).window == window_;
}

} // namespace exwm_vr::shell
