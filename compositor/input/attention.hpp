// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/client_watch.hpp"
#include "wlr/wlr.hpp"

#include <cstdint>
#include <optional>

namespace exwm_vr::input {

/// Which programs the user is at: those that have the keyboard or the pointer, and the one that was
/// pressed on last. Only they may hold input or hand the focus on.
class Attention {
public:
    explicit Attention(wlr_seat& seat)
        : seat_(seat) {}

    /// A button, a finger or a pen went down on a surface, or on nobody's: null.
    void pressed(wlr_surface* surface);
    /// A key went down: what was pressed on before is not what the user is at.
    void typed();

    [[nodiscard]] bool at(const wl_client* client) const;
    /// Whether @p client is one of them and had an event with this serial.
    [[nodiscard]] bool gave(wl_client* client, std::uint32_t serial) const;

private:
    wlr_seat& seat_;
    wl_client* pressed_ = nullptr;
    std::optional<ClientWatch> pressed_gone_;
};

} // namespace exwm_vr::input
