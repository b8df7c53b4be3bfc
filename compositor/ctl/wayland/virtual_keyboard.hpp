// SPDX-License-Identifier: MIT
#pragma once

#include "config/key_chord.hpp"
#include "ctl/input/typing.hpp"
#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/seat.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace exwm_vr::ctl {

/// A keyboard that presses what it is told to. When a call returns, the compositor has handled
/// all of its events. Keys are never left pressed.
class VirtualKeyboard {
public:
    /// On the first seat.
    [[nodiscard]] static Outcome<std::unique_ptr<VirtualKeyboard>> open(Connection& connection);
    [[nodiscard]] static Outcome<std::unique_ptr<VirtualKeyboard>>
    open(Connection& connection, std::unique_ptr<Seat> seat);

    VirtualKeyboard(const VirtualKeyboard&) = delete;
    VirtualKeyboard& operator=(const VirtualKeyboard&) = delete;
    ~VirtualKeyboard();

    /// Types any text (plan_text()), with @p delay between characters.
    Outcome<void> type(std::string_view utf8, milliseconds delay = {});
    /// Presses chords one after the other (plan_chords()), with @p delay between them.
    Outcome<void> press(std::span<const config::KeyChord> chords, milliseconds delay = {});

private:
    explicit VirtualKeyboard(Connection& connection);

    Outcome<void> play(const Typing& typing, milliseconds delay);
    Result<void> set_keymap(std::span<const Key> keys);
    void hold(std::uint32_t modifiers);
    void send_key(std::uint32_t code, bool pressed);
    void send_modifiers(std::uint32_t depressed);

    Connection& connection_;
    std::unique_ptr<Seat> seat_;
    Proxy<wl_proxy> manager_;
    wl_proxy* keyboard_ = nullptr; ///< owned; destroyed by its own request
    std::uint32_t held_ = 0;       ///< bits of Modifier
};

} // namespace exwm_vr::ctl
