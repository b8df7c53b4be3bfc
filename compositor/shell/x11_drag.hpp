// SPDX-License-Identifier: MIT
#pragma once

#include "scene/scene.hpp"
#include "shell/x11_drag_source.hpp"
#include "shell/x11_transfers.hpp"
#include "shell/xdnd_atoms.hpp"
#include "wlr/event_source.hpp"
#include "wlr/listener.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::shell {

/// Drags out of X11 programs over Wayland windows, which wlroots leaves out. To the program they
/// are a window over all others that takes what is dropped (XDND, version 5), there while the
/// pointer is over a Wayland one; to Wayland clients the program is a data source.
class X11Drag {
public:
    struct Host {
        wl_event_loop* loop;
        wlr_seat& seat;
        wlr_xwayland& server;
        /// Without surfaces that @p skips names.
        std::function<scene::Hit(const std::function<bool(wlr_surface&)>& skips)> under_pointer;
        std::function<bool()> takes; ///< whether anything may be dropped now
    };

    /// The server is ready.
    explicit X11Drag(Host host);
    X11Drag(const X11Drag&) = delete;
    X11Drag& operator=(const X11Drag&) = delete;
    ~X11Drag();

    /// An event of the connection. True: it is for nobody else.
    bool handle(const xcb_generic_event_t& event);

    /// The pointer is over @p surface, which may be null, whoever holds its buttons.
    void pointer_over(wlr_surface* surface);

    /// As when the session is locked.
    void cancel();

private:
    struct Type {
        std::string name; ///< MIME
        xcb_atom_t atom;
    };

    /// The window manager's; null once the server is gone.
    [[nodiscard]] xcb_connection_t* connection() const {
        return wlr_xwayland_get_xwm_connection(&host_.server);
    }

    [[nodiscard]] bool is_wayland(wlr_surface* surface) const;
    [[nodiscard]] bool is_icon(wlr_surface& surface) const;
    [[nodiscard]] scene::Hit under_icon() const;
    bool told(const xcb_client_message_event_t& message);
    void enter(const xcb_client_message_event_t& message);
    void position(const xcb_client_message_event_t& message);
    void drop(const xcb_client_message_event_t& message);
    void begin(std::uint32_t action);
    void end_drag();
    void abandon();
    void forget();
    void source_gone();
    void show_window(bool shown);
    void
    answer(xcb_window_t program, xcb_atom_t type, const std::array<std::uint32_t, 4>& data) const;
    void tell_status() const;
    void finish_when_all_is_sent();
    void send(const std::string& type, Fd out);
    void owner_changed(const xcb_xfixes_selection_notify_event_t& change);
    void on_drag_destroy();

    Host host_;
    std::uint8_t xfixes_ = 0; ///< its first event
    XdndAtoms atoms_;
    xcb_window_t window_;                    ///< ours
    xcb_window_t owner_ = XCB_WINDOW_NONE;   ///< of the selection
    bool dragging_ = false;                  ///< a program has begun a drag, and the button is down
    bool shown_ = false;                     ///< window_ is
    xcb_window_t program_ = XCB_WINDOW_NONE; ///< whose drag is over window_, or was dropped on it
    std::vector<Type> offered_;              ///< by it
    xcb_timestamp_t time_ = XCB_CURRENT_TIME; ///< of the last position, or of the drop
    bool dropped_ = false;
    bool cut_ = false;       ///< not all of what was dropped has come
    std::uint32_t done_ = 0; ///< the action, once the client has said that it is done
    std::unique_ptr<X11DragSource> source_;
    wlr_drag* drag_ = nullptr; ///< lives until it emits destroy
    X11Transfers transfers_;
    LoopCallback let_go_;
    Listener<&X11Drag::on_drag_destroy> drag_destroy_;
};

} // namespace exwm_vr::shell
