// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "scene/scene.hpp"
#include "wlr/listener.hpp"

#include <map>

namespace exwm_vr::input {

/// Touch screens. A finger stays with the surface that it went down on.
class Touch {
public:
    Touch(Host& host, wlr_seat& seat, wlr_cursor& cursor, scene::Scene& scene);

    /// Before the cursor is destroyed.
    void disconnect();

    /// Takes all fingers from the clients that have them.
    void cancel_all();

private:
    void on_down(wlr_touch_down_event& event);
    void on_up(wlr_touch_up_event& event);
    void on_motion(wlr_touch_motion_event& event);
    void on_cancel(wlr_touch_cancel_event& event);
    void on_frame();

    Host& host_;
    wlr_seat& seat_;
    wlr_cursor& cursor_;
    scene::Scene& scene_;
    std::map<std::int32_t, scene::SurfaceOrigin>
        fingers_; ///< of the surfaces that they went down on
    Listener<&Touch::on_down> down_;
    Listener<&Touch::on_up> up_;
    Listener<&Touch::on_motion> motion_;
    Listener<&Touch::on_cancel> cancel_;
    Listener<&Touch::on_frame> frame_;
};

} // namespace exwm_vr::input
