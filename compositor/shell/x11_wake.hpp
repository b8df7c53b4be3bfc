// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

namespace exwm_vr::shell {

/// Makes wlroots read what the X server says.
///
/// wlroots 0.20 looks for events when there is something on its connection. Whoever waits there for
/// an answer takes in the events before it, too, and they lie unread until something else comes:
/// a window is not mapped, a drop not answered. wlroots does so itself when a window gets its
/// surface. So the server is asked to say something once more.
class X11Wake {
public:
    /// @p server runs and outlives this.
    explicit X11Wake(wlr_xwayland& server);
    X11Wake(const X11Wake&) = delete;
    X11Wake& operator=(const X11Wake&) = delete;
    ~X11Wake();

    /// What the server says now to requests that were made before is read by the time that it wakes
    /// us. Waits for nothing.
    void call();

    [[nodiscard]] bool is(const xcb_generic_event_t& event) const;

private:
    wlr_xwayland& server_;
    xcb_window_t window_;
};

} // namespace exwm_vr::shell
