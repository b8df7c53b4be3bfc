// SPDX-License-Identifier: MIT
#include "server/user_input.hpp"

#include "base/log.hpp"
#include "server/actions.hpp"

#include <linux/input-event-codes.h>

#include <algorithm>

namespace exwm_vr::server {

UserInput::UserInput(Desk& desk, output::Outputs& outputs, SessionControl control)
    : desk_(desk)
    , outputs_(outputs)
    , control_(std::move(control))
    , lid_(outputs) {}

void UserInput::connect(input::Seat* seat, ipc::Server* ipc, shell::Xwayland* xwayland) {
    seat_ = seat;
    ipc_ = ipc;
    xwayland_ = xwayland;
}

void UserInput::configure(const config::Config& config) {
    bindings_ = config.bindings;
    focus_ = config.focus;
    switches_ = config.switches;
    lid_.configure(config.switches);
}

bool UserInput::key_pressed(const config::KeyPress& press, std::uint32_t time_ms) {
    if (seat_ != nullptr) {
        seat_->attention().typed();
    }
    // No client and no binding may keep the user from another terminal.
    if (const auto terminal = config::virtual_terminal_of(press); terminal != 0) {
        control_.switch_terminal(terminal);
        return true;
    }
    if (desk_.lock().locked()) {
        return false;
    }
    // A window that wants all keys gets them, but for the one that takes them back.
    const bool inhibited = seat_ != nullptr && seat_->shortcuts().inhibited();
    const auto binding = std::ranges::find_if(bindings_, [&](const auto& b) {
        return config::matches(b.chord, press);
    });
    const bool bound = binding != bindings_.end();
    // Emacs first: it may take a key that has a default binding, but for the one that helps when
    // it hangs.
    const bool kept =
        bound && std::holds_alternative<config::action::ReleaseGrabs>(binding->action);
    if (!inhibited && !kept && ipc_ != nullptr && ipc_->handle_key(press, time_ms)) {
        return true;
    }
    if (!bound ||
        (inhibited && !std::holds_alternative<config::action::ToggleShortcuts>(binding->action))) {
        return false;
    }
    // A copy: the action may reload the config and with it the bindings.
    const auto action = binding->action;
    run_action(action, desk_, control_);
    return true;
}

void UserInput::pointer_over(const scene::Hit& hit) {
    if (xwayland_ != nullptr) {
        xwayland_->pointer_over(hit.surface);
    }
}

void UserInput::pointer_entered(const scene::Hit& hit) {
    if (!focus_.follows_pointer || seat_ == nullptr || hit.tag.unmanaged) {
        return;
    }
    if (seat_->menu_open()) {
        return; // another window's focus would close it, on the way to one of its entries
    }
    auto& model = desk_.model();
    if (hit.tag.window.valid()) {
        if (hit.tag.window != model.focused() && model.focus(hit.tag.window)) {
            desk_.changed();
        }
        return;
    }
    const auto* output = outputs_.at(seat_->pointer().x(), seat_->pointer().y());
    if (output != nullptr && output->active() && output->id() != model.focused_output() &&
        model.focus_output(output->id())) {
        desk_.changed();
    }
}

void UserInput::clicked(const scene::Hit& hit) {
    if (seat_ != nullptr) {
        seat_->attention().pressed(hit.surface);
    }
    desk_.panels().clicked(hit.tag.panel);
    if (hit.tag.unmanaged) {
        return;
    }
    auto& model = desk_.model();
    if (hit.tag.window.valid()) {
        if (hit.tag.window != model.focused() || focus_.raise_on_click) {
            if (model.focus(hit.tag.window)) {
                desk_.changed();
            }
        }
        return;
    }
    if (seat_ == nullptr || hit.tag.panel != nullptr) {
        return;
    }
    const auto* output = outputs_.at(seat_->pointer().x(), seat_->pointer().y());
    if (output != nullptr && output->active() && model.focus_output(output->id())) {
        desk_.changed();
    }
}

wlr_surface* UserInput::takes_keyboard(const scene::Hit& hit) const {
    if (desk_.lock().locked()) {
        auto* root = hit.surface != nullptr ? wlr_surface_get_root_surface(hit.surface) : nullptr;
        return root != nullptr && shell::SessionLock::owns(root) ? root : nullptr;
    }
    if (const auto* panel = hit.tag.panel) {
        return shell::takes_keyboard(*panel) ? panel->surface : nullptr;
    }
    const auto* window = desk_.find(hit.tag.window);
    return window != nullptr ? window->surface() : nullptr;
}

void UserInput::super_dragged(const scene::Hit& hit, std::uint32_t button) {
    const auto id = hit.tag.window;
    const auto begun = button == BTN_LEFT ? desk_.begin_move(id) : desk_.begin_resize(id, 0);
    if (!begun) {
        log::debug("window {}: {}", id.value, begun.error().message);
    }
}

void UserInput::switch_toggled(input::Switch which, bool on) {
    activity();
    const bool lid = which == input::Switch::lid;
    if (lid) {
        lid_.toggled(on);
    }
    // A copy: the action may reload the config and with it the switches.
    const auto action = lid ? (on ? switches_.lid_closed : switches_.lid_opened)
                            : (on ? switches_.tablet_mode_on : switches_.tablet_mode_off);
    if (action) {
        run_action(*action, desk_, control_);
    }
}

void UserInput::switch_gone(input::Switch which) {
    if (which == input::Switch::lid) {
        lid_.device_gone();
    }
}

void UserInput::switch_still_on(input::Switch which) {
    if (which == input::Switch::lid) {
        lid_.toggled(true);
    }
}

void UserInput::seat_ends(wlr_seat& seat) {
    desk_.close_menus_of(seat);
}

void UserInput::keyboard_let_go() {
    desk_.changed();
}

void UserInput::activity() {
    if (seat_ != nullptr) {
        seat_->idle().activity();
    }
}

} // namespace exwm_vr::server
