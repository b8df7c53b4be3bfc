// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/files.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::doctor {

/// A Vulkan device.
struct Gpu {
    std::string name;
    bool software = false;   ///< drawn by the CPU
    bool tells_card = false; ///< whether the next is known
    std::string card; ///< the number of its node with connectors, "226:0"; empty: it has none

    friend bool operator==(const Gpu&, const Gpu&) = default;
};

/// What Vulkan's loader and drivers tell.
struct Vulkan {
    std::vector<std::string> extensions; ///< of the instance
    std::vector<Gpu> gpus;

    friend bool operator==(const Vulkan&, const Vulkan&) = default;
};

/// A headset that the compositor knows.
struct KnownHeadset {
    std::string connector; ///< "DP-1"
    std::string card;      ///< "card0"
    std::string name;
    std::string lessee;   ///< who has it: "monado-service, process 7"; empty: nobody
    bool offered = true;  ///< else it was withdrawn
    bool desktop = false; ///< no headset, but an output of the desktop
};

/// What the checks look at. Tests put their own in.
struct Probe {
    Files files;
    /// Of the environment; one that is empty counts as none.
    std::function<std::optional<std::string>(const std::string&)> variable;
    std::string kernel;                     ///< its release, "6.12.3-arch1"
    std::function<Result<Vulkan>()> vulkan; ///< empty: nobody can be asked
    /// A failure when no compositor answers.
    std::function<Result<std::vector<KnownHeadset>>()> compositor;
    /// The kernel's non-desktop property of "card0" and "DP-1", which no file shows; none when the
    /// card cannot be asked. Empty: none can.
    std::function<std::optional<bool>(const std::string& card, const std::string& connector)>
        non_desktop;
};

} // namespace exwm_vr::doctor
