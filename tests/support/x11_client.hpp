// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <xcb/xcb.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {

/// A connection to an X server, and what was heard over it.
class X11Client {
public:
    /// Fails the test when @p display, such as ":0", cannot be opened.
    explicit X11Client(const std::string& display);

    [[nodiscard]] xcb_connection_t* get() const { return connection_.get(); }

    [[nodiscard]] xcb_screen_t& screen() const { return *screen_; }

    [[nodiscard]] xcb_atom_t atom(const std::string& name);

    /// Waits until @p done, taking in events. Fails the test when that takes too long.
    void wait_until(const std::function<bool()>& done, const std::string& what);

    /// Sends what is asked of the window manager.
    void ask_manager(xcb_window_t window, const std::string& type, std::vector<std::uint32_t> data);

    /// Values of a property of 32-bit items; empty when it is not there.
    [[nodiscard]] std::vector<std::uint32_t> property(xcb_window_t window, const std::string& name);

    std::function<void(const xcb_generic_event_t&)> others; ///< gets events of other kinds

private:
    friend class X11Window;

    struct Disconnects {
        void operator()(xcb_connection_t* connection) const noexcept { xcb_disconnect(connection); }
    };

    void take_in(const xcb_generic_event_t& event);

    std::unique_ptr<xcb_connection_t, Disconnects> connection_;
    xcb_screen_t* screen_ = nullptr;
    std::map<xcb_window_t, class X11Window*> windows_;
};

/// A window of one colour, and what its program is told.
class X11Window {
public:
    struct Options {
        std::string name = "x11"; ///< WM_NAME; WM_CLASS has it too, with a capital as the class
        Box box{0, 0, 200, 150};
        std::uint32_t colour = 0xFF0000; ///< 0xRRGGBB
        bool override_redirect = false;
        std::string type;        ///< such as "_NET_WM_WINDOW_TYPE_DIALOG"
        xcb_window_t parent = 0; ///< WM_TRANSIENT_FOR
        Size min;                ///< 0: none
        Size max;                ///< 0: none
        Size base;               ///< what steps count from
        Size step;               ///< 0: none
        bool fullscreen = false;
    };

    /// Maps it.
    X11Window(X11Client& client, const Options& options);
    X11Window(const X11Window&) = delete;
    X11Window& operator=(const X11Window&) = delete;
    ~X11Window();

    [[nodiscard]] xcb_window_t id() const { return id_; }

    /// Where it is on the X screen, asked of the server.
    [[nodiscard]] Box box() const;

    void configure(Box box);
    void unmap();
    void set_urgent(bool urgent);
    void grab_keyboard();

    int configures = 0; ///< ConfigureNotify events, real and synthetic
    Box told;           ///< by the last synthetic one
    int presses = 0;    ///< of buttons
    Point pressed_at;   ///< within the window
    int keys = 0;       ///< presses
    bool focused = false;

private:
    X11Client& client_;
    xcb_window_t id_;
};

} // namespace exwm_vr::test
