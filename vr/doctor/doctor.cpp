// SPDX-License-Identifier: MIT
#include "vr/doctor/doctor.hpp"

#include "vr/doctor/displays.hpp"
#include "vr/doctor/kernel.hpp"
#include "vr/doctor/monado.hpp"
#include "vr/doctor/openxr.hpp"
#include "vr/doctor/rights.hpp"
#include "vr/doctor/vulkan.hpp"

namespace exwm_vr::doctor {

namespace {

Finding judge_vulkan(const Probe& probe, const std::optional<std::vector<Display>>& displays) {
    if (!probe.vulkan) {
        return {
            .id = "vulkan",
            .state = State::unknown,
            .evidence = {"this program was built without Vulkan's headers, and cannot look"},
            .advice = "see what vulkaninfo says",
        };
    }
    return judge(probe.vulkan(), displays.value_or(std::vector<Display>()));
}

} // namespace

std::vector<Finding> examine(const Probe& probe) {
    const auto displays = find_displays(probe);
    const auto runtime = find_runtime(probe);
    return {
        judge_kernel(probe.kernel),
        judge(displays),
        judge(probe.compositor(), displays),
        judge(find_rights(probe)),
        judge_vulkan(probe, displays),
        judge(runtime),
        judge(find_monado(probe, runtime)),
    };
}

} // namespace exwm_vr::doctor
