// SPDX-License-Identifier: MIT
#pragma once

#include "input/tablets.hpp"

#include <set>

namespace exwm_vr::input {

/// A pen, an eraser or the like. It is over a surface of a client that speaks tablet v2, or is the
/// pointer.
class TabletTool {
public:
    TabletTool(Tablets& owner, wlr_tablet_tool& handle);

    [[nodiscard]] wlr_tablet_tool& handle() const { return handle_; }

    /// The cursor is at a new place because of this tool.
    void moved(wlr_tablet_v2_tablet& tablet, std::uint32_t time_ms);
    /// All axes but the place.
    void axes(const wlr_tablet_tool_axis_event& event);
    void tip(bool down, std::uint32_t time_ms);
    void button(std::uint32_t button, bool down, std::uint32_t time_ms);
    /// It is away from the tablet.
    void leave(std::uint32_t time_ms);
    /// Takes it from the client that has it. What is held down now is nobody's until it is let go.
    void cancel();
    /// Whether the surface that it is over keeps it, also outside of itself.
    [[nodiscard]] bool held() const;

private:
    void on_set_cursor(wlr_tablet_v2_event_cursor& event);
    void on_destroy();
    /// What is down counts no more: its next release is for nobody.
    void let_go();
    /// It may have gone while the tool was held down on it.
    void surface_may_be_gone();
    void emulate(std::uint32_t button, bool down, std::uint32_t time_ms);

    Tablets& owner_;
    wlr_tablet_tool& handle_;
    // wlroots destroys v2_ by the same signal and in the order of listeners: ours must be first.
    Listener<&TabletTool::on_destroy> destroy_;
    wlr_tablet_v2_tablet_tool& v2_;
    Listener<&TabletTool::on_set_cursor> set_cursor_;
    std::set<std::uint32_t> emulated_; ///< the pointer's buttons that it holds down
    std::set<std::uint32_t> orphaned_; ///< down, and for nobody; BTN_TOUCH: the tip
    scene::SurfaceOrigin origin_;      ///< of the surface under it
    double tilt_x_ = 0;                ///< degrees
    double tilt_y_ = 0;
};

} // namespace exwm_vr::input
