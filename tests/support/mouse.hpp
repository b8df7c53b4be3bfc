// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/seat.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <wayland-client-protocol.h>

#include <cstdint>
#include <memory>

namespace exwm_vr::test {

/// A virtual pointer whose button stays down until a test lets go. When a call returns, the
/// compositor has handled it. Speaks over the session's own connection.
class Mouse {
public:
    explicit Mouse(Session& session);

    void move(Point to);  ///< layout coordinates, logical px
    void push(Point way); ///< as a mouse is pushed, logical px
    void press();         ///< the left button
    void release();

private:
    void send_button(std::uint32_t state);
    void finish();

    ctl::Connection& connection_;
    std::unique_ptr<ctl::Seat> seat_;
    std::unique_ptr<ctl::Outputs> outputs_;
    ctl::Proxy<zwlr_virtual_pointer_v1> pointer_;
};

/// What a client is told of the seat's pointer.
class PointerEvents {
public:
    /// @p seat: the first one if null.
    explicit PointerEvents(WaylandClient& client, const ctl::Global* seat = nullptr);
    PointerEvents(const PointerEvents&) = delete;
    PointerEvents& operator=(const PointerEvents&) = delete;
    ~PointerEvents() = default;

    [[nodiscard]] wl_seat* seat() const { return seat_.get(); }

    [[nodiscard]] wl_pointer* pointer() const;

    wl_surface* surface = nullptr; ///< that the pointer is on; null: on none of this client's
    Point at;                      ///< surface-local, logical px
    std::uint32_t press_serial = 0;
    int presses = 0;

private:
    static PointerEvents& of(void* data) { return *static_cast<PointerEvents*>(data); }

    static const wl_pointer_listener listener;

    ctl::Proxy<wl_seat> seat_;
    ctl::Proxy<wl_proxy> pointer_; ///< a wl_pointer
};

} // namespace exwm_vr::test
