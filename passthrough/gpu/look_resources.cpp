// SPDX-License-Identifier: MIT
// Memory, compute units, power and what NVIDIA's own driver lists.
#include "base/format.hpp"
#include "passthrough/gpu/drivers.hpp"
#include "passthrough/gpu/kernel_text.hpp"
#include "passthrough/gpu/look.hpp"

#include <algorithm>
#include <ranges>

namespace exwm_vr::gpu {
namespace {

constexpr const char* capacity = "/sys/fs/cgroup/dmem.capacity";
constexpr const char* topology = "/sys/class/kfd/kfd/topology/nodes";
constexpr const char* nvidia = "/proc/driver/nvidia";
constexpr unsigned nvidia_major = 195; // of its GPUs, for ever

Known<std::uint64_t> known_number(Look& look, const std::string& path) {
    const auto number = look.number(path);
    return number ? Known<std::uint64_t>({.value = *number, .source = path}) : std::nullopt;
}

/// AMD's compute driver counts SIMD units, of which a compute unit has some.
Known<unsigned> units_of(Look& look) {
    const auto& nodes = look.details().nodes;
    const auto render =
        std::ranges::find_if(nodes, [](const NodeFile& n) { return n.path.contains("renderD"); });
    if (render == nodes.end()) {
        return std::nullopt;
    }
    for (const auto& node : look.tree().names(topology)) {
        const auto path = std::string(topology) + '/' + node + "/properties";
        const auto properties = look.text(path);
        if (property_in(properties, "drm_render_minor") != render->minor) {
            continue;
        }
        const auto units = property_in(properties, "simd_count");
        const auto in_each = property_in(properties, "simd_per_cu");
        if (units && in_each.value_or(0) > 0 && *units / *in_each <= UINT32_MAX && *units > 0) {
            return Sourced<unsigned>{
                .value = static_cast<unsigned>(*units / *in_each),
                .source = path + " (simd_count / simd_per_cu)",
            };
        }
    }
    return std::nullopt;
}

/// Files "PREFIXn_SUFFIX" of hwmon, in units of 1 / @p scale.
Known<std::vector<Reading>> readings(
    Look& look,
    const std::string& folder,
    std::string_view prefix,
    const std::vector<std::string_view>& suffixes,
    double scale
) {
    Sourced<std::vector<Reading>> found{.source = folder};
    std::vector<std::string> seen; // power1_average goes before power1_input
    for (const auto suffix : suffixes) {
        for (const auto& name : look.tree().names(folder, prefix)) {
            const auto channel = name.substr(0, name.find('_'));
            if (name != channel + std::string(suffix) || std::ranges::contains(seen, channel)) {
                continue;
            }
            // Temperatures may be below zero.
            const auto text = look.text(formatted("{}/{}", folder, name));
            const bool negative = text.starts_with('-');
            const auto number = number_in(std::string_view(text).substr(negative ? 1 : 0));
            if (!number) {
                continue;
            }
            seen.push_back(channel);
            const auto label = look.text(formatted("{}/{}_label", folder, channel));
            found.value.push_back({
                .name = label.empty() ? channel : label,
                .value = (negative ? -1.0 : 1.0) * static_cast<double>(*number) / scale,
            });
        }
    }
    return found.value.empty() ? std::nullopt : Known<std::vector<Reading>>(std::move(found));
}

void look_at_partitions(Look& look, const std::string& minor) {
    const auto folder = std::string(nvidia) + "/capabilities/gpu" + minor + "/mig";
    for (const auto& instance : look.tree().names(folder, "gi")) {
        const auto place = formatted("{}/{}", folder, instance);
        look.details().partitions.push_back({.name = instance, .capability = place + "/access"});
        for (const auto& part : look.tree().names(place, "ci")) {
            look.details().partitions.push_back({
                .name = formatted("{}/{}", instance, part),
                .capability = formatted("{}/{}/access", place, part),
            });
        }
    }
}

} // namespace

void look_at_memory(Look& look, const Device& device) {
    auto& details = look.details();
    details.vram_total = known_number(look, details.sysfs + "/mem_info_vram_total");
    details.vram_used = known_number(look, details.sysfs + "/mem_info_vram_used");
    if (!details.vram_total && details.pci) {
        // The controller of device memory knows it where the kernel has one: amdgpu and xe.
        const auto bytes = vram_capacity_in(look.text(capacity), details.pci->address);
        if (bytes) {
            details.vram_total = {.value = *bytes, .source = capacity};
        }
    }
    if (const auto* const driver = driver_named(device.driver);
        driver != nullptr && driver->shares_memory) {
        details.shares_memory = {
            .value = true, .source = "all devices of the driver " + device.driver
        };
    }
    details.compute_units = units_of(look);
}

void look_at_power(Look& look) {
    auto& details = look.details();
    const auto& folder = details.sysfs;
    details.power_state = look.known_text(folder + "/power/runtime_status");
    // Sensors of a GPU that sleeps would wake it.
    if (details.power_state && details.power_state->value.starts_with("suspend")) {
        return;
    }
    constexpr double milli = 1000;
    constexpr double micro = 1'000'000;
    for (const auto& name : look.tree().names(folder + "/hwmon", "hwmon")) {
        const auto sensors = formatted("{}/hwmon/{}", folder, name);
        if (!details.temperatures) {
            details.temperatures = readings(look, sensors, "temp", {"_input"}, milli);
        }
        if (!details.powers) {
            details.powers = readings(look, sensors, "power", {"_average", "_input"}, micro);
        }
    }
}

void look_at_nvidia(Look& look, const Device& device) {
    auto& details = look.details();
    if (device.driver == "nvidia") {
        details.driver_version = look.known_text("/sys/module/nvidia/version");
        if (!details.driver_version) {
            const auto path = std::string(nvidia) + "/version";
            auto version = nvidia_version_in(look.text(path));
            if (!version.empty()) {
                details.driver_version = {.value = std::move(version), .source = path};
            }
        }
    }
    if (!details.pci) {
        return;
    }
    const auto path = std::string(nvidia) + "/gpus/" + details.pci->address + "/information";
    const auto information = look.text(path);
    if (auto model = field_in(information, "Model"); !model.empty()) {
        details.model = {.value = std::move(model), .source = path + " (Model)"};
    }
    if (auto uuid = field_in(information, "GPU UUID"); !uuid.empty() && !uuid.contains('?')) {
        details.uuid = {.value = std::move(uuid), .source = path + " (GPU UUID)"};
    }
    const auto minor = field_in(information, "Device Minor");
    if (const auto number = number_in(minor); number && *number < 0x100000) {
        look_at_partitions(look, minor);
        NodeFile node{
            .path = "/dev/nvidia" + minor,
            .major = nvidia_major,
            .minor = static_cast<unsigned>(*number),
        };
        fill_in(look, node);
        details.nodes.push_back(std::move(node));
    }
}

} // namespace exwm_vr::gpu
