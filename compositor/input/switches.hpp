// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "wlr/listener.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::input {

/// A laptop's lid and its like. A lid that is closed at the start is told of, too.
class Switches {
public:
    explicit Switches(Host& host);
    Switches(const Switches&) = delete;
    Switches& operator=(const Switches&) = delete;
    ~Switches();

    void add_device(wlr_input_device& device);

private:
    class Device;

    Host& host_;
    std::vector<std::unique_ptr<Device>> devices_;
};

} // namespace exwm_vr::input
