// SPDX-License-Identifier: MIT
#include "input/shortcuts.hpp"

#include <algorithm>

namespace exwm_vr::input {

class Shortcuts::Inhibitor {
public:
    Inhibitor(Shortcuts& owner, wlr_keyboard_shortcuts_inhibitor_v1& handle)
        : owner_(owner)
        , handle_(handle)
        , destroy_(*this, handle.events.destroy) {}

    [[nodiscard]] const wlr_surface* surface() const { return handle_.surface; }

    [[nodiscard]] bool active() const { return handle_.active; }

    void toggle() { taken_back_ = !taken_back_; }

    void update(bool focused) {
        const bool wanted = focused && !taken_back_;
        if (wanted && !handle_.active) {
            wlr_keyboard_shortcuts_inhibitor_v1_activate(&handle_);
        } else if (!wanted && handle_.active) {
            wlr_keyboard_shortcuts_inhibitor_v1_deactivate(&handle_);
        }
    }

private:
    void on_destroy() {
        owner_.forget(*this); // deletes this
    }

    Shortcuts& owner_;
    wlr_keyboard_shortcuts_inhibitor_v1& handle_;
    bool taken_back_ = false; ///< by the user
    Listener<&Inhibitor::on_destroy> destroy_;
};

Shortcuts::Shortcuts(wl_display* display, wlr_seat& seat)
    : seat_(seat)
    , new_(*this, wlr_keyboard_shortcuts_inhibit_v1_create(display)->events.new_inhibitor) {}

Shortcuts::~Shortcuts() = default;

void Shortcuts::on_new(wlr_keyboard_shortcuts_inhibitor_v1& inhibitor) {
    if (inhibitor.seat != &seat_) {
        return; // another seat has no shortcuts
    }
    inhibitors_.push_back(std::make_unique<Inhibitor>(*this, inhibitor));
    update();
}

Shortcuts::Inhibitor* Shortcuts::focused() const {
    const auto* surface = seat_.keyboard_state.focused_surface;
    const auto found = std::ranges::find_if(inhibitors_, [&](const auto& inhibitor) {
        return surface != nullptr && inhibitor->surface() == surface;
    });
    return found != inhibitors_.end() ? found->get() : nullptr;
}

bool Shortcuts::inhibited() const {
    const auto* inhibitor = focused();
    return inhibitor != nullptr && inhibitor->active();
}

void Shortcuts::toggle() {
    if (auto* inhibitor = focused()) {
        inhibitor->toggle();
        update();
    }
}

void Shortcuts::update() {
    const auto* now = focused();
    for (const auto& inhibitor : inhibitors_) {
        inhibitor->update(inhibitor.get() == now);
    }
}

void Shortcuts::forget(const Inhibitor& inhibitor) {
    std::erase_if(inhibitors_, [&](const auto& owned) { return owned.get() == &inhibitor; });
}

} // namespace exwm_vr::input
