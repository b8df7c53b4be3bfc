// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "wlr/event_source.hpp"
#include "wlr/listener.hpp"

#include <memory>
#include <set>
#include <vector>

namespace exwm_vr::input {

/// A laptop's lid and its like. One that is closed at the start is told of, too, but where libinput
/// knows the hardware to lie (its quirk AttrLidSwitchReliability): there a lid counts as open until
/// it says otherwise.
class Switches {
public:
    Switches(Host& host, wl_event_loop* loop);
    Switches(const Switches&) = delete;
    Switches& operator=(const Switches&) = delete;
    ~Switches();

    void add_device(wlr_input_device& device);

private:
    class Device;

    Host& host_;
    wl_event_loop* loop_;
    std::set<Switch> known_on_; ///< as was told last, by devices that may be gone
    std::vector<std::unique_ptr<Device>> devices_;
};

} // namespace exwm_vr::input
