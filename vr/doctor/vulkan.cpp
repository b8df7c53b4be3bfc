// SPDX-License-Identifier: MIT
#include "vr/doctor/vulkan.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::doctor {

namespace {

/// What a runtime needs to draw on a leased display.
constexpr std::array<std::string_view, 3> needed{
    "VK_KHR_display", "VK_EXT_direct_mode_display", "VK_EXT_acquire_drm_display"
};

std::string describe(const Gpu& gpu) {
    if (gpu.software) {
        return formatted("{} (software)", gpu.name);
    }
    if (!gpu.tells_card) {
        return formatted("{} (does not say which card it is)", gpu.name);
    }
    return gpu.card.empty() ? formatted("{} (no connectors)", gpu.name)
                            : formatted("{} (card {})", gpu.name, gpu.card);
}

/// Headsets whose card no device is.
std::vector<std::string> undriven(const Vulkan& vulkan, const std::vector<Display>& displays) {
    std::vector<std::string> names;
    for (const auto& display : displays) {
        const bool driven = std::ranges::any_of(vulkan.gpus, [&](const Gpu& gpu) {
            return !gpu.software && (!gpu.tells_card || gpu.card == display.card_number);
        });
        if (display.verdict.headset && !display.card_number.empty() && !driven) {
            names.push_back(display.name);
        }
    }
    return names;
}

} // namespace

Finding judge(const Result<Vulkan>& vulkan, const std::vector<Display>& displays) {
    Finding finding{.id = "vulkan", .state = State::error};
    if (!vulkan) {
        finding.evidence = {vulkan.error().message};
        finding.advice = "install Vulkan's loader and the driver of the GPU, and see vulkaninfo";
        return finding;
    }
    for (const auto& gpu : vulkan->gpus) {
        finding.evidence.push_back(describe(gpu));
    }
    const auto hardware =
        std::ranges::count_if(vulkan->gpus, [](const Gpu& gpu) { return !gpu.software; });
    if (hardware == 0) {
        finding.evidence.emplace_back("no GPU has a Vulkan driver");
        finding.advice = "install the Vulkan driver of the GPU";
        return finding;
    }
    std::vector<std::string> missing;
    for (const auto name : needed) {
        if (!std::ranges::contains(vulkan->extensions, name)) {
            missing.emplace_back(name);
        }
    }
    if (!missing.empty()) {
        for (const auto& name : missing) {
            finding.evidence.push_back(formatted("{} is missing", name));
        }
        finding.advice = "a driver that can drive leased displays is needed: a newer Mesa, or the "
                         "GPU maker's current one";
        return finding;
    }
    if (const auto headsets = undriven(*vulkan, displays); !headsets.empty()) {
        finding.evidence.push_back(
            formatted("none of them is the card that {} is plugged in at", headsets.front())
        );
        finding.advice = "plug the headset into a GPU that has a Vulkan driver";
        return finding;
    }
    const bool drives = std::ranges::any_of(vulkan->gpus, [](const Gpu& gpu) {
        return !gpu.software && gpu.tells_card && !gpu.card.empty();
    });
    const bool silent = std::ranges::any_of(vulkan->gpus, [](const Gpu& gpu) {
        return !gpu.software && !gpu.tells_card;
    });
    if (drives) {
        finding.state = State::ok;
    } else if (silent) {
        finding.state = State::unknown;
        finding.evidence.emplace_back("whether it can drive a display shows when it is tried");
    } else {
        finding.evidence.emplace_back("no GPU with a Vulkan driver has connectors");
        finding.advice = "plug the headset into a GPU that has a Vulkan driver";
    }
    return finding;
}

} // namespace exwm_vr::doctor
