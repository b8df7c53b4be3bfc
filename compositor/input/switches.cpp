// SPDX-License-Identifier: MIT
#include "input/switches.hpp"

#include <optional>

namespace exwm_vr::input {
namespace {

std::optional<Switch> kind_of(wlr_switch_type type) {
    switch (type) {
    case WLR_SWITCH_TYPE_LID:
        return Switch::lid;
    case WLR_SWITCH_TYPE_TABLET_MODE:
        return Switch::tablet_mode;
    default:
        return std::nullopt;
    }
}

} // namespace

class Switches::Device {
public:
    Device(Switches& owner, wlr_switch& handle)
        : owner_(owner)
        , toggle_(*this, handle.events.toggle)
        , destroy_(*this, handle.base.events.destroy)
        , settled_(LoopCallback::idle(owner.loop_, [this] { on_settled(); })) {}

private:
    void on_toggle(wlr_switch_toggle_event& event) {
        if (const auto kind = kind_of(event.switch_type)) {
            const bool on = event.switch_state == WLR_SWITCH_STATE_ON;
            if (!on) {
                on_.erase(*kind);
                owner_.known_on_.erase(*kind);
            } else {
                on_.insert(*kind);
                const bool is_new = owner_.known_on_.insert(*kind).second;
                if (!is_new && settled_.active()) {
                    owner_.host_.switch_still_on(*kind);
                    return;
                }
            }
            owner_.host_.switch_toggled(*kind, on);
        }
    }

    /// libinput has told what is on from the start: what no device has on is off.
    void on_settled() {
        owner_.known_on_.clear();
        for (const auto& device : owner_.devices_) {
            owner_.known_on_.insert(device->on_.begin(), device->on_.end());
        }
    }

    void on_destroy() {
        for (const auto kind : on_) {
            owner_.host_.switch_gone(kind);
        }
        std::erase_if(owner_.devices_, [this](const auto& owned) { return owned.get() == this; });
    }

    Switches& owner_;
    std::set<Switch> on_;
    Listener<&Device::on_toggle> toggle_;
    Listener<&Device::on_destroy> destroy_;
    LoopCallback settled_;
};

Switches::Switches(Host& host, wl_event_loop* loop)
    : host_(host)
    , loop_(loop) {}

Switches::~Switches() = default;

void Switches::add_device(wlr_input_device& device) {
    devices_.push_back(std::make_unique<Device>(*this, *wlr_switch_from_input_device(&device)));
}

} // namespace exwm_vr::input
