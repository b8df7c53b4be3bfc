// SPDX-License-Identifier: MIT
#include "ctl/doctor/vulkan.hpp"

#if __has_include(<vulkan/vulkan.h>)

#include "passthrough/gpu/apis.hpp"

namespace exwm_vr::ctl {

namespace {

Result<doctor::Vulkan> ask() {
    const auto answer = gpu::ask_vulkan();
    if (!answer) {
        return std::unexpected(answer.error());
    }
    doctor::Vulkan vulkan{.extensions = answer->extensions};
    for (const auto& device : answer->devices) {
        vulkan.gpus.push_back({
            .name = device.name,
            .software = device.software(),
            .tells_card = device.tells_nodes,
            .card = device.card,
        });
    }
    return vulkan;
}

} // namespace

std::function<Result<doctor::Vulkan>()> vulkan_prober() {
    return ask;
}

} // namespace exwm_vr::ctl

#else

namespace exwm_vr::ctl {

std::function<Result<doctor::Vulkan>()> vulkan_prober() {
    return {};
}

} // namespace exwm_vr::ctl

#endif
