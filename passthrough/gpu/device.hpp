// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::gpu {

/// A connector of a display controller, as the kernel names it.
struct Connector {
    std::string name; ///< "DP-1"
    bool connected = false;

    friend bool operator==(const Connector&, const Connector&) = default;
};

/// A DRM device: a display controller, a renderer, or both.
struct Device {
    std::string bus;    ///< "pci-0000:01:00.0", else the device's name in sysfs
    std::string name;   ///< "Navi 23", from udev's hardware database; empty when unknown
    std::string driver; ///< kernel driver, "amdgpu"
    std::string card;   ///< "/dev/dri/card0"; empty when there is none
    std::string render; ///< "/dev/dri/renderD128"; empty when there is none
    std::string seat = "seat0";
    bool boot_display = false; ///< the firmware showed its messages there
    /// Of virtio-gpu: whether its host draws for it. Nothing: not known, or another driver.
    std::optional<bool> draws_3d = {};
    std::vector<Connector> connectors;

    [[nodiscard]] bool drives_outputs() const { return !card.empty() && !connectors.empty(); }

    friend bool operator==(const Device&, const Device&) = default;
};

} // namespace exwm_vr::gpu
