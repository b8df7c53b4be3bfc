// SPDX-License-Identifier: MIT
#include "input/idle.hpp"

#include <algorithm>

namespace exwm_vr::input {

class Idle::Inhibitor {
public:
    Inhibitor(Idle& owner, wlr_idle_inhibitor_v1& inhibitor)
        : owner_(owner)
        , inhibitor_(inhibitor)
        , destroy_(*this, inhibitor.events.destroy) {}

    [[nodiscard]] wlr_surface* surface() const { return inhibitor_.surface; }

private:
    void on_destroy() {
        owner_.forget(*this); // deletes this
    }

    Idle& owner_;
    wlr_idle_inhibitor_v1& inhibitor_;
    Listener<&Inhibitor::on_destroy> destroy_;
};

Idle::Idle(wl_display* display, wlr_seat& seat, std::function<bool(wlr_surface*)> visible)
    : seat_(seat)
    , visible_(std::move(visible))
    , notifier_(wlr_idle_notifier_v1_create(display))
    , new_inhibitor_(*this, wlr_idle_inhibit_v1_create(display)->events.new_inhibitor) {}

Idle::~Idle() = default;

void Idle::activity(wlr_seat& seat) {
    wlr_idle_notifier_v1_notify_activity(notifier_, &seat);
}

void Idle::refresh() {
    wlr_idle_notifier_v1_set_inhibited(notifier_, std::ranges::any_of(inhibitors_, [&](auto& i) {
                                           return visible_(i->surface());
                                       }));
}

void Idle::on_new_inhibitor(wlr_idle_inhibitor_v1& inhibitor) {
    inhibitors_.push_back(std::make_unique<Inhibitor>(*this, inhibitor));
    refresh();
}

void Idle::forget(const Inhibitor& inhibitor) {
    std::erase_if(inhibitors_, [&](const auto& owned) { return owned.get() == &inhibitor; });
    refresh();
}

} // namespace exwm_vr::input
