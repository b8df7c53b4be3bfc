// SPDX-License-Identifier: MIT
#include "passthrough/vfio/plan.hpp"

#include "base/format.hpp"

#include <algorithm>
#include <ranges>

namespace exwm_vr::vfio {
namespace {

constexpr std::string_view vfio = "vfio-pci";
constexpr const char* probe = "/sys/bus/pci/drivers_probe";

std::string folder_of(const std::string& address) {
    return "/sys/bus/pci/devices/" + address;
}

Write reserve(const std::string& address, std::string_view driver) {
    return {
        .path = folder_of(address) + "/driver_override",
        .text = driver.empty() ? "\n" : std::string(driver),
    };
}

Write take_away(const std::string& address) {
    return {.path = folder_of(address) + "/driver/unbind", .text = address};
}

const Now* find_now(std::span<const Now> devices, const std::string& address) {
    const auto found = std::ranges::find(devices, address, &Now::address);
    return found != devices.end() ? &*found : nullptr;
}

} // namespace

Now look_now(const Tree& tree, const std::string& address) {
    const auto folder = folder_of(address);
    Now now{.address = address, .present = tree.exists(folder + "/vendor")};
    const auto number = [&](const char* file) {
        return static_cast<std::uint16_t>(
            gpu::number_in(tree.text(folder + '/' + file).text).value_or(0)
        );
    };
    if (now.present) {
        now.vendor = number("vendor");
        now.device = number("device");
        now.driver = tree.link_name(folder + "/driver");
        const auto override = tree.text(folder + "/driver_override").text;
        now.override = override == "(null)" ? "" : override;
    }
    return now;
}

Journal journal_of(const Tree& tree, const Gpu& gpu) {
    Journal journal{.gpu = gpu.details.pci ? gpu.details.pci->address : ""};
    if (gpu.details.iommu_group) {
        for (const auto& member : gpu.details.iommu_group->value.members) {
            if (member.is_bridge()) {
                continue;
            }
            auto now = look_now(tree, member.address);
            journal.devices.push_back({
                .address = member.address,
                .vendor = now.vendor,
                .device = now.device,
                .driver = std::move(now.driver),
                .override = std::move(now.override),
            });
        }
    }
    return journal;
}

std::vector<Write> plan_bind(std::span<const Now> devices) {
    std::vector<Write> writes;
    std::vector<const Now*> to_take;
    for (const auto& device : devices) {
        if (device.present && (device.driver != vfio || device.override != vfio)) {
            writes.push_back(reserve(device.address, vfio));
        }
        if (device.present && device.driver != vfio) {
            to_take.push_back(&device);
        }
    }
    // The last function first: sound and USB hang on the GPU that they belong to.
    for (const auto* const device : to_take | std::views::reverse) {
        if (!device->driver.empty()) {
            writes.push_back(take_away(device->address));
        }
    }
    for (const auto* const device : to_take) {
        writes.push_back({.path = probe, .text = device->address});
    }
    return writes;
}

std::vector<Write> plan_restore(const Journal& journal, std::span<const Now> devices) {
    std::vector<Write> writes;
    std::vector<const Before*> to_give;
    for (const auto& before : journal.devices) {
        const auto* const now = find_now(devices, before.address);
        if (now == nullptr || !now->present) {
            continue;
        }
        if (now->override != before.override) {
            writes.push_back(reserve(before.address, before.override));
        }
        // Only what we did is undone: not what another driver got meanwhile.
        if (now->driver != before.driver && (now->driver.empty() || now->driver == vfio)) {
            to_give.push_back(&before);
        }
    }
    for (const auto* const before : to_give | std::views::reverse) {
        if (!find_now(devices, before->address)->driver.empty()) {
            writes.push_back(take_away(before->address));
        }
    }
    for (const auto* const before : to_give) {
        if (!before->driver.empty()) {
            writes.push_back({.path = probe, .text = before->address});
        }
    }
    return writes;
}

std::vector<std::string> obstacles(const Journal& journal, std::span<const Now> devices) {
    std::vector<std::string> found;
    for (const auto& before : journal.devices) {
        const auto* const now = find_now(devices, before.address);
        if (now != nullptr && now->present &&
            (now->vendor != before.vendor || now->device != before.device)) {
            found.push_back(formatted(
                "{} was {:04x}:{:04x} and is {:04x}:{:04x}",
                before.address,
                before.vendor,
                before.device,
                now->vendor,
                now->device
            ));
        }
    }
    return found;
}

} // namespace exwm_vr::vfio
