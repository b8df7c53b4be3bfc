// SPDX-License-Identifier: MIT
#pragma once

#include "input/tablets.hpp"

namespace exwm_vr::input {

/// The buttons, rings and strips beside a tablet. They go to the window with the keyboard focus,
/// if its client speaks tablet v2.
class TabletPad {
public:
    TabletPad(Tablets& owner, wlr_tablet_pad& handle);

    void focus(wlr_surface* surface);
    /// The surface, which is about to go or to lose the focus, is not to be told of any more.
    void unfocus(const wlr_surface* surface);

private:
    void on_button(wlr_tablet_pad_button_event& event);
    void on_ring(wlr_tablet_pad_ring_event& event);
    void on_strip(wlr_tablet_pad_strip_event& event);
    void on_destroy();

    Tablets& owner_;
    wlr_tablet_pad& handle_;
    // Before v2_'s own, as in TabletTool.
    Listener<&TabletPad::on_destroy> destroy_;
    wlr_tablet_v2_tablet_pad& v2_;
    wlr_surface* focused_ = nullptr; ///< that was told of it
    Listener<&TabletPad::on_button> button_;
    Listener<&TabletPad::on_ring> ring_;
    Listener<&TabletPad::on_strip> strip_;
};

} // namespace exwm_vr::input
