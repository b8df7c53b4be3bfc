// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "input/pointer.hpp"
#include "wlr/listener.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace exwm_vr::input {

class TabletPad;
class TabletTool;

/// Drawing tablets, by tablet v2. Over a window whose client does not speak it, a tool is a mouse.
class Tablets {
public:
    Tablets(Host& host, wl_display* display, wlr_seat& seat, Pointer& pointer, scene::Scene& scene);
    Tablets(const Tablets&) = delete;
    Tablets& operator=(const Tablets&) = delete;
    ~Tablets();

    /// Before the cursor is destroyed.
    void disconnect();

    void add_tablet(wlr_input_device& device);
    void add_pad(wlr_input_device& device);

    /// Takes all tools from the clients that have them.
    void cancel_all();

private:
    friend class TabletPad;
    friend class TabletTool;

    /// A tablet's surface, on which tools are moved.
    class Tablet;

    void on_axis(wlr_tablet_tool_axis_event& event);
    void on_proximity(wlr_tablet_tool_proximity_event& event);
    void on_tip(wlr_tablet_tool_tip_event& event);
    void on_button(wlr_tablet_tool_button_event& event);
    void on_focus_change(wlr_seat_keyboard_focus_change_event& event);
    TabletTool& tool_for(wlr_tablet_tool& handle);
    [[nodiscard]] wlr_tablet_v2_tablet* find(const wlr_tablet* handle) const;
    /// The tablet that a pad is part of; null for none.
    [[nodiscard]] wlr_tablet_v2_tablet* beside(wlr_input_device& pad) const;
    void move(TabletTool& tool, wlr_tablet& tablet, std::uint32_t time_ms);
    /// What is under a tool may have changed although it did not move.
    void about_to_press(TabletTool& tool, wlr_tablet& tablet, std::uint32_t time_ms);

    Host& host_;
    wlr_seat& seat_;
    Pointer& pointer_;
    scene::Scene& scene_;
    wlr_tablet_manager_v2* manager_; ///< dies with the display
    std::vector<std::unique_ptr<Tablet>> tablets_;
    std::vector<std::unique_ptr<TabletTool>> tools_;
    std::vector<std::unique_ptr<TabletPad>> pads_;
    Listener<&Tablets::on_axis> axis_;
    Listener<&Tablets::on_proximity> proximity_;
    Listener<&Tablets::on_tip> tip_;
    Listener<&Tablets::on_button> button_;
    Listener<&Tablets::on_focus_change> focus_change_;
};

} // namespace exwm_vr::input
