// SPDX-License-Identifier: MIT
// What the PCI bus says of a device, and with what else it can be given away.
#include "base/format.hpp"
#include "passthrough/gpu/kernel_text.hpp"
#include "passthrough/gpu/look.hpp"

#include <algorithm>
#include <filesystem>

namespace exwm_vr::gpu {
namespace {

constexpr std::string_view functions = "virtfn";

template <typename T>
T narrow(std::optional<std::uint64_t> number) {
    return static_cast<T>(number.value_or(0));
}

IommuGroup group_numbered(Look& look, unsigned number) {
    const auto folder = "/sys/kernel/iommu_groups/" + std::to_string(number);
    IommuGroup group{.number = number, .type = look.text(folder + "/type")};
    for (const auto& address : look.tree().names(folder + "/devices")) {
        const auto device = "/sys/bus/pci/devices/" + address;
        group.members.push_back({
            .address = address,
            .device_class = narrow<std::uint32_t>(look.number(device + "/class")),
            .vendor = narrow<std::uint16_t>(look.number(device + "/vendor")),
            .device = narrow<std::uint16_t>(look.number(device + "/device")),
            .driver = look.tree().link_name(device + "/driver"),
        });
    }
    return group;
}

void look_at_functions(Look& look, const std::string& folder) {
    VirtualFunctions found{.physical = look.tree().link_name(folder + "/physfn")};
    const auto total = look.number(folder + "/sriov_totalvfs");
    const auto active = look.number(folder + "/sriov_numvfs");
    if (found.physical.empty() && !total) {
        return;
    }
    if (total) {
        found.total = narrow<unsigned>(total);
        found.active = active ? std::optional(narrow<unsigned>(active)) : std::nullopt;
    }
    // virtfn10 comes before virtfn2 by name.
    auto links = look.tree().names(folder, functions);
    std::ranges::sort(links, {}, [](const std::string& link) {
        return number_in(std::string_view(link).substr(functions.size()));
    });
    for (const auto& link : links) {
        if (auto address = look.tree().link_name(formatted("{}/{}", folder, link));
            !address.empty()) {
            found.functions.push_back(std::move(address));
        }
    }
    look.details().virtual_functions = {
        .value = std::move(found),
        .source = folder + (total ? "/sriov_totalvfs" : "/physfn"),
    };
}

void look_at_mediated(Look& look, const std::string& folder) {
    const auto types = folder + "/mdev_supported_types";
    for (const auto& id : look.tree().names(types)) {
        const auto type = formatted("{}/{}", types, id);
        const auto available = look.number(type + "/available_instances");
        look.details().mediated_types.push_back({
            .id = id,
            .name = look.text(type + "/name"),
            .api = look.text(type + "/device_api"),
            .description = look.text(type + "/description"),
            .available = available ? std::optional(narrow<unsigned>(available)) : std::nullopt,
        });
    }
}

} // namespace

void look_at_pci(Look& look, const std::string& folder) {
    const auto number = [&](const char* file) { return look.number(folder + '/' + file); };
    auto& details = look.details();
    details.pci = PciIdentity{
        .address = std::filesystem::path(folder).filename(),
        .vendor = narrow<std::uint16_t>(number("vendor")),
        .device = narrow<std::uint16_t>(number("device")),
        .subsystem_vendor = narrow<std::uint16_t>(number("subsystem_vendor")),
        .subsystem_device = narrow<std::uint16_t>(number("subsystem_device")),
        .device_class = narrow<std::uint32_t>(number("class")),
        .revision = narrow<std::uint8_t>(number("revision")),
        .boot_vga = look.text(folder + "/boot_vga") == "1",
    };
    const auto node = look.text(folder + "/numa_node");
    if (const auto numa = number_in(node); numa && *numa < 0x10000) { // -1: it has none
        details.numa_node = {.value = static_cast<int>(*numa), .source = folder + "/numa_node"};
    }
    // A device in D3cold has no link to ask.
    if (look.text(folder + "/power/runtime_status") != "suspended") {
        auto speed = look.text(folder + "/current_link_speed");
        if (!speed.empty() && speed != "Unknown") {
            details.link = {
                .value =
                    {.speed = std::move(speed),
                     .width = narrow<unsigned>(number("current_link_width")),
                     .max_speed = look.text(folder + "/max_link_speed"),
                     .max_width = narrow<unsigned>(number("max_link_width"))},
                .source = folder + "/current_link_speed",
            };
        }
    }
}

void look_at_sharing(Look& look, const std::string& folder) {
    auto& details = look.details();
    const auto group = number_in(look.tree().link_name(folder + "/iommu_group"));
    if (group && *group <= UINT32_MAX) {
        details.iommu_group = {
            .value = group_numbered(look, static_cast<unsigned>(*group)),
            .source = folder + "/iommu_group",
        };
    }
    if (const auto methods = look.known_text(folder + "/reset_method")) {
        details.reset_methods = {.value = words_in(methods->value), .source = methods->source};
    }
    look_at_functions(look, folder);
    look_at_mediated(look, folder);
}

} // namespace exwm_vr::gpu
