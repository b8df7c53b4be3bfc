// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace exwm_vr::policy {

/// What holds a guest to a limit, the strongest first.
enum class Enforcement : std::uint8_t {
    hardware,       ///< an IOMMU, or a device of its own
    firmware,       ///< the GPU's scheduler, as for SR-IOV
    kernel,         ///< a node that is not there, cgroups, seccomp
    hypervisor,     ///< a device that the virtual machine does not have
    device_process, ///< the process that plays the device: a render server of its own
    advisory,       ///< the guest's own good will: environment variables, Vulkan layers
    none,
};

/// One promise of a plan, and what it is worth.
struct Limit {
    std::string subject;   ///< "vram", "compute", "vulkan", "operations", "nodes"
    std::string requested; ///< for people: "512 MiB"
    std::string mechanism; ///< "cgroup dmem.max"; empty when there is none
    Enforcement enforcement = Enforcement::none;
    std::string reason; ///< why this mechanism, or why none: "the kernel has no dmem controller"

    friend bool operator==(const Limit&, const Limit&) = default;
};

/// Whether it holds against somebody who wants to break it.
[[nodiscard]] constexpr bool enforced(const Limit& limit) {
    return limit.enforcement < Enforcement::advisory;
}

} // namespace exwm_vr::policy
