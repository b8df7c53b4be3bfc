// SPDX-License-Identifier: MIT
// Parts of GPUs that drivers make: NVIDIA's instances for containers, mediated devices for
// machines.
#include "passthrough/launch/gpu_parts.hpp"

#include "base/format.hpp"
#include "passthrough/gpu/cdi.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::launch {
namespace {

const GpuPart* part_named(const Host& host, const std::string& name) {
    const auto found = std::ranges::find(host.parts, name, &GpuPart::name);
    return found == host.parts.end() ? nullptr : &*found;
}

bool is_uuid(std::string_view text) {
    constexpr std::string_view pattern = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    constexpr std::string_view digits = "0123456789abcdef";
    return text.size() == pattern.size() &&
           std::ranges::equal(text, pattern, [&](char c, char wanted) {
               return wanted == '-' ? c == '-' : digits.contains(c);
           });
}

} // namespace

std::optional<GpuPart::Kind> part_kind(std::string_view name) {
    if (name.starts_with("MIG-")) {
        return GpuPart::Kind::instance;
    }
    return is_uuid(name) ? std::optional(GpuPart::Kind::mediated) : std::nullopt;
}

Result<policy::Guest> take_instances(policy::Guest guest, const Host& host, Plan& plan) {
    for (const auto& name : guest.gpus) {
        const auto kind = part_kind(name);
        if (!kind) {
            continue;
        }
        if (*kind == GpuPart::Kind::mediated) {
            return fail("{} is a mediated device, which only a virtual machine can have", name);
        }
        const auto* const part = part_named(host, name);
        if (part == nullptr) {
            return fail(
                "there is no {} in NVIDIA's specifications: make it with nvidia-smi mig, then "
                "'{}'",
                name,
                gpu::make_nvidia_cdi
            );
        }
        plan.nvidia.push_back("nvidia.com/gpu=" + name);
        plan.nvidia_nodes.append_range(part->nvidia_nodes);
    }
    std::erase_if(guest.gpus, [](const auto& name) { return part_kind(name).has_value(); });
    return guest;
}

Result<const GpuPart*> mediated_to_give(const policy::Guest& guest, const Host& host) {
    if (guest.gpus.size() != 1 || !part_kind(guest.gpus.front())) {
        return nullptr;
    }
    const auto& name = guest.gpus.front();
    if (part_kind(name) == GpuPart::Kind::instance) {
        return fail("{} is a part for containers: a machine gets mediated devices", name);
    }
    const auto* const part = part_named(host, name);
    if (part == nullptr) {
        return fail(
            "there is no mediated device {}: make it by its GPU's mdev_supported_types", name
        );
    }
    if (!part->iommu_group) {
        return fail("{} is in no IOMMU group", name);
    }
    return part;
}

} // namespace exwm_vr::launch
