// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "config/config.hpp"
#include "input/keyboard.hpp"
#include "wlr/handles.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::input {

/// All keyboards of the seat. Physical ones share one state (a group), which is there even
/// without any: clients then have a keymap from the start, and the first key of a virtual
/// keyboard is not lost while they bind.
class Keyboards {
public:
    Keyboards(Host& host, wl_display* display, wlr_seat& seat);
    Keyboards(const Keyboards&) = delete;
    Keyboards& operator=(const Keyboards&) = delete;
    ~Keyboards();

    /// Layout and repeat for physical keyboards. An unknown layout is an error and changes
    /// nothing.
    Result<void> configure(const config::Keyboard& settings);

    void add_physical(wlr_keyboard& keyboard);

    [[nodiscard]] wlr_keyboard& main() const { return group_->keyboard; }

    /// The one of these keyboards that wlroots calls @p handle; null for none.
    [[nodiscard]] const Keyboard* find(const wlr_keyboard* handle) const;

private:
    void on_new_virtual(wlr_virtual_keyboard_v1& keyboard);

    Host& host_;
    wlr_seat& seat_;
    Handle<wlr_keyboard_group, wlr_keyboard_group_destroy> group_;
    std::unique_ptr<Keyboard> physical_;
    std::vector<std::unique_ptr<Keyboard>> virtual_;
    XkbKeymap keymap_;
    config::Keyboard settings_;
    Listener<&Keyboards::on_new_virtual> new_virtual_;
};

} // namespace exwm_vr::input
