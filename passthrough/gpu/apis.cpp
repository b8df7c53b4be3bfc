// SPDX-License-Identifier: MIT
#include "passthrough/gpu/apis.hpp"

#include "base/apart.hpp"
#include "passthrough/gpu/api_probes.hpp"
#include "passthrough/gpu/tree.hpp"

#include <algorithm>
#include <chrono>

namespace exwm_vr::gpu {
namespace {

constexpr std::size_t most_devices = 64;

Result<std::string>
ask(const std::function<std::string()>& work,
    std::string_view whom,
    std::chrono::milliseconds limit = longest_wait) {
    auto answer = call_apart(work, limit, longest_api_text);
    if (!answer) {
        return fail("{} was asked: {}", whom, answer.error().message);
    }
    if (answer->starts_with(not_asked)) {
        return fail("{}", answer->substr(not_asked.size()));
    }
    return answer;
}

void ask_egl(Apis& apis) {
    const auto count = ask(count_egl_devices, "EGL");
    if (!count) {
        apis.egl_problem = count.error().message;
        return;
    }
    const auto devices = std::min<std::size_t>(number_in(*count).value_or(0), most_devices);
    for (std::size_t i = 0; i < devices; ++i) {
        const auto text = ask([i] { return probe_egl_device(i); }, formatted("EGL device {}", i));
        auto device = text ? read_egl(*text) : std::unexpected(text.error());
        apis.egl.push_back(
            device ? std::move(*device) : EglDevice{.problem = device.error().message}
        );
    }
}

bool has_node(const Gpu& gpu, const std::string& card, const std::string& render) {
    return std::ranges::any_of(gpu.details.nodes, [&](const NodeFile& node) {
        const auto number = formatted("{}:{}", node.major, node.minor);
        return number == card || number == render;
    });
}

template <typename T>
std::vector<const T*> of(const Gpu& gpu, const std::vector<T>& devices) {
    std::vector<const T*> found;
    for (const auto& device : devices) {
        if (has_node(gpu, device.card, device.render)) {
            found.push_back(&device);
        }
    }
    return found;
}

template <typename T, typename From>
void set_if_unknown(Known<T>& known, const std::optional<From>& value) {
    if (!known && value) {
        known = {.value = T(*value), .source = "NVML"};
    }
}

void set_if_unknown(Known<std::vector<Reading>>& known, const std::optional<double>& value) {
    if (!known && value) {
        known = {.value = {{.name = "GPU", .value = *value}}, .source = "NVML"};
    }
}

void complete(Details& details, const std::vector<NvmlDevice>& devices) {
    for (const auto& device : devices) {
        if (details.pci && details.pci->address == device.address) {
            set_if_unknown(details.vram_total, device.memory_total);
            set_if_unknown(details.vram_used, device.memory_used);
            set_if_unknown(details.temperatures, device.celsius);
            set_if_unknown(details.powers, device.watts);
        }
    }
}

} // namespace

Result<VulkanAnswer> ask_vulkan() {
    const auto text = ask(probe_vulkan, "Vulkan");
    return text ? read_vulkan(*text) : std::unexpected(text.error());
}

Result<std::vector<NvmlDevice>>
ask_nvml(const std::string& library, std::chrono::milliseconds limit) {
    const auto text = ask([&] { return probe_nvml(library); }, "NVML", limit);
    return text ? read_nvml(*text) : std::unexpected(text.error());
}

Apis ask_apis() {
    Apis apis;
    ask_egl(apis);
    if (auto vulkan = ask_vulkan()) {
        apis.vulkan = std::move(*vulkan);
    } else {
        apis.vulkan_problem = vulkan.error().message;
    }
    if (auto nvml = ask_nvml()) {
        apis.nvml = std::move(*nvml);
    } else {
        apis.nvml_problem = nvml.error().message;
    }
    return apis;
}

std::vector<const EglDevice*> egl_of(const Gpu& gpu, const Apis& apis) {
    return of(gpu, apis.egl);
}

std::vector<const VulkanDevice*> vulkan_of(const Gpu& gpu, const Apis& apis) {
    return of(gpu, apis.vulkan.devices);
}

void complete(std::span<Gpu> gpus, const Apis& apis) {
    for (auto& gpu : gpus) {
        auto& details = gpu.details;
        complete(details, apis.nvml);
        for (const auto* const device : vulkan_of(gpu, apis)) {
            // Others' heaps are the machine's memory, or a number that the driver made up.
            if (!details.vram_total && device->type == "discrete" && device->local_bytes > 0) {
                details.vram_total = {
                    .value = device->local_bytes,
                    .source = "Vulkan: device-local heaps of " + device->name,
                };
            }
            if (!details.compute_units && device->compute_units) {
                details.compute_units = {
                    .value = *device->compute_units, .source = "Vulkan: " + device->name
                };
            }
        }
    }
}

} // namespace exwm_vr::gpu
