// SPDX-License-Identifier: MIT
#include "passthrough/tool/gpu_text.hpp"

#include "base/format.hpp"

#include <algorithm>

namespace exwm_vr::gpu_tool {

namespace {

std::string outputs_of(const gpu::Device& device) {
    std::string text;
    for (const auto& connector : device.connectors) {
        text += (text.empty() ? "" : " ") + connector.name + (connector.connected ? "*" : "");
    }
    return or_dash(std::move(text));
}

std::string memory_of(const gpu::Details& details) {
    if (details.vram_total) {
        return in_mebibytes(details.vram_total->value);
    }
    return details.shares_memory && details.shares_memory->value ? "shared" : "-";
}

template <typename T>
std::string bus_of(
    const T& device,
    const gpu::Apis& apis,
    std::span<const gpu::Gpu> gpus,
    std::vector<const T*> (*of)(const gpu::Gpu&, const gpu::Apis&)
) {
    for (const auto& gpu : gpus) {
        if (std::ranges::contains(of(gpu, apis), &device)) {
            return gpu.device.bus;
        }
    }
    return "-";
}

} // namespace

std::string in_mebibytes(std::uint64_t bytes) {
    return formatted("{} MiB", bytes >> 20U);
}

std::string summary(const gpu::EglDevice& device) {
    std::vector<std::string> parts{device.gles, device.renderer};
    if (device.imports_modifiers) {
        parts.emplace_back("imports dmabufs with modifiers");
    } else if (device.imports_dmabuf) {
        parts.emplace_back("imports dmabufs");
    }
    std::erase(parts, "");
    return joined(parts, ", ");
}

std::string summary(const gpu::VulkanDevice& device) {
    std::vector<std::string> parts{
        device.version, device.name, device.type, device.driver, device.driver_info
    };
    std::erase(parts, "");
    return joined(parts, ", ");
}

Table table_of(std::span<const gpu::Gpu> gpus) {
    Table table(
        {"BUS",
         "DRIVER",
         "CARD",
         "RENDER-NODE",
         "OUTPUTS",
         "ROLE",
         "VRAM",
         "GROUP",
         "POWER",
         "NAME"}
    );
    for (const auto& [device, details] : gpus) {
        table.add({
            device.bus,
            or_dash(device.driver),
            or_dash(device.card),
            or_dash(device.render),
            outputs_of(device),
            details.role ? std::string(to_string(details.role->value)) : "-",
            memory_of(details),
            details.iommu_group ? std::to_string(details.iommu_group->value.number) : "-",
            details.power_state ? details.power_state->value : "-",
            or_dash(device.name),
        });
    }
    return table;
}

Table table_of(const gpu::Apis& apis, std::span<const gpu::Gpu> gpus) {
    Table table({"API", "BUS", "SOFTWARE", "WHAT"});
    for (const auto& device : apis.egl) {
        table.add({
            "EGL",
            bus_of(device, apis, gpus, gpu::egl_of),
            device.software ? "yes" : "no",
            device.problem.empty() ? summary(device) : device.problem,
        });
    }
    for (const auto& device : apis.vulkan.devices) {
        table.add({
            "Vulkan",
            bus_of(device, apis, gpus, gpu::vulkan_of),
            device.software() ? "yes" : "no",
            summary(device),
        });
    }
    if (!apis.egl_problem.empty()) {
        table.add({"EGL", "-", "-", apis.egl_problem});
    }
    if (!apis.vulkan_problem.empty()) {
        table.add({"Vulkan", "-", "-", apis.vulkan_problem});
    }
    return table;
}

} // namespace exwm_vr::gpu_tool
