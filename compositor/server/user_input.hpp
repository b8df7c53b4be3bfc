// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "input/host.hpp"
#include "ipc/server.hpp"
#include "server/desk.hpp"
#include "server/ipc_desktop.hpp"
#include "server/lid.hpp"
#include "shell/xwayland.hpp"

#include <vector>

namespace exwm_vr::server {

/// Decides what keys and clicks mean: grabs of IPC peers, key bindings, focus, window drags.
class UserInput : public input::Host {
public:
    UserInput(Desk& desk, output::Outputs& outputs, SessionControl control);

    /// What comes later. @p ipc may stay null.
    void connect(input::Seat* seat, ipc::Server* ipc, shell::Xwayland* xwayland);

    void configure(const config::Config& config);

    bool key_pressed(const config::KeyPress& press, std::uint32_t time_ms) override;
    void pointer_over(const scene::Hit& hit) override;
    void pointer_entered(const scene::Hit& hit) override;
    void clicked(const scene::Hit& hit) override;
    [[nodiscard]] wlr_surface* takes_keyboard(const scene::Hit& hit) const override;
    void super_dragged(const scene::Hit& hit, std::uint32_t button) override;
    void switch_toggled(input::Switch which, bool on) override;
    void switch_gone(input::Switch which) override;
    void switch_still_on(input::Switch which) override;
    void seat_ends(wlr_seat& seat) override;
    void activity() override;
    void keyboard_let_go() override;

    void outputs_changed() { lid_.outputs_changed(); }

    [[nodiscard]] bool lid_holds(const output::Output& output) const { return lid_.holds(output); }

private:
    Desk& desk_;
    output::Outputs& outputs_;
    SessionControl control_;
    input::Seat* seat_ = nullptr;
    ipc::Server* ipc_ = nullptr;
    shell::Xwayland* xwayland_ = nullptr;
    std::vector<config::Binding> bindings_;
    config::Focus focus_;
    config::Switches switches_;
    LidPanels lid_;
};

} // namespace exwm_vr::server
