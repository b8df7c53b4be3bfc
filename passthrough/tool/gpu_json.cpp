// SPDX-License-Identifier: MIT
#include "passthrough/tool/gpu_json.hpp"

#include "base/format.hpp"
#include "passthrough/gpu/describe.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;

json text_or_null(const std::string& text) {
    return text.empty() ? json() : json(text);
}

template <typename T>
json number_or_null(const std::optional<T>& number) {
    return number ? json(*number) : json();
}

json value_of(gpu::Vendor vendor) {
    return to_string(vendor);
}

json value_of(gpu::Role role) {
    return to_string(role);
}

json value_of(const gpu::PciLink& link) {
    return {
        {"speed", link.speed},
        {"width", link.width},
        {"max_speed", text_or_null(link.max_speed)},
        {"max_width", link.max_width},
    };
}

json value_of(const std::vector<gpu::Reading>& readings) {
    json all = json::array();
    for (const auto& reading : readings) {
        all.push_back({{"name", reading.name}, {"value", reading.value}});
    }
    return all;
}

json value_of(const gpu::IommuGroup& group) {
    json members = json::array();
    for (const auto& member : group.members) {
        members.push_back({
            {"address", member.address},
            {"class", formatted("{:06x}", member.device_class)},
            {"vendor", formatted("{:04x}", member.vendor)},
            {"device", formatted("{:04x}", member.device)},
            {"driver", text_or_null(member.driver)},
            {"bridge", member.is_bridge()},
        });
    }
    return {{"number", group.number}, {"type", text_or_null(group.type)}, {"members", members}};
}

json value_of(const gpu::VirtualFunctions& functions) {
    return {
        {"total", number_or_null(functions.total)},
        {"active", number_or_null(functions.active)},
        {"functions", functions.functions},
        {"physical", text_or_null(functions.physical)},
    };
}

template <typename T>
json value_of(const T& plain) {
    return plain;
}

template <typename T>
json known(const std::optional<gpu::Sourced<T>>& value) {
    return value ? json{{"value", value_of(value->value)}, {"source", value->source}} : json();
}

json json_of(const gpu::PciIdentity& pci) {
    return {
        {"address", pci.address},
        {"vendor", formatted("{:04x}", pci.vendor)},
        {"device", formatted("{:04x}", pci.device)},
        {"subsystem_vendor", formatted("{:04x}", pci.subsystem_vendor)},
        {"subsystem_device", formatted("{:04x}", pci.subsystem_device)},
        {"class", formatted("{:06x}", pci.device_class)},
        {"revision", formatted("{:02x}", pci.revision)},
        {"boot_vga", pci.boot_vga},
    };
}

json json_of(const gpu::NodeFile& node) {
    json found{
        {"path", node.path},
        {"by_path", text_or_null(node.by_path)},
        {"major", node.major},
        {"minor", node.minor},
        {"present", node.present},
    };
    if (node.present) {
        found["uid"] = node.uid;
        found["gid"] = node.gid;
        found["mode"] = formatted("{:04o}", node.mode);
    }
    return found;
}

template <typename T, typename Of>
json list_of(const std::vector<T>& all, const Of& of) {
    json list = json::array();
    for (const auto& one : all) {
        list.push_back(of(one));
    }
    return list;
}

} // namespace

json json_of(const gpu::EglDevice& device) {
    return {
        {"software", device.software},
        {"vendor", text_or_null(device.vendor)},
        {"version", text_or_null(device.version)},
        {"driver", text_or_null(device.driver)},
        {"gles", text_or_null(device.gles)},
        {"renderer", text_or_null(device.renderer)},
        {"largest_texture", device.largest_texture == 0 ? json() : json(device.largest_texture)},
        {"imports_dmabuf", device.imports_dmabuf},
        {"imports_modifiers", device.imports_modifiers},
        {"problem", text_or_null(device.problem)},
    };
}

json json_of(const gpu::VulkanDevice& device) {
    return {
        {"name", device.name},
        {"type", device.type},
        {"version", device.version},
        {"driver", text_or_null(device.driver)},
        {"driver_info", text_or_null(device.driver_info)},
        {"vendor", formatted("{:04x}", device.vendor)},
        {"device", formatted("{:04x}", device.device)},
        {"local_bytes", device.local_bytes},
        {"extensions", device.extensions},
    };
}

json json_of(const gpu::Gpu& gpu, const gpu::Apis* apis) {
    const auto& details = gpu.details;
    json found = gpu::json_of(gpu.device);
    found.update({
        {"sysfs", text_or_null(details.sysfs)},
        {"vendor", known(details.vendor)},
        {"role", known(details.role)},
        {"partners", details.partners},
        {"model", known(details.model)},
        {"pci", details.pci ? json_of(*details.pci) : json()},
        {"compatible", details.compatible},
        {"nodes", list_of(details.nodes, [](const auto& node) { return json_of(node); })},
        {"vram_total", known(details.vram_total)},
        {"vram_used", known(details.vram_used)},
        {"shares_memory", known(details.shares_memory)},
        {"compute_units", known(details.compute_units)},
        {"uuid", known(details.uuid)},
        {"iommu_group", known(details.iommu_group)},
        {"reset_methods", known(details.reset_methods)},
        {"sr_iov", known(details.virtual_functions)},
        {"power_state", known(details.power_state)},
        {"temperatures", known(details.temperatures)},
        {"powers", known(details.powers)},
        {"numa_node", known(details.numa_node)},
        {"link", known(details.link)},
        {"driver_version", known(details.driver_version)},
        {"unread", details.unread},
    });
    found["mediated_types"] = list_of(details.mediated_types, [](const gpu::MediatedType& type) {
        return json{
            {"id", type.id},
            {"name", text_or_null(type.name)},
            {"api", text_or_null(type.api)},
            {"description", text_or_null(type.description)},
            {"available", number_or_null(type.available)},
        };
    });
    found["partitions"] = list_of(details.partitions, [](const gpu::Partition& part) {
        return json{{"name", part.name}, {"capability", part.capability}};
    });
    if (apis != nullptr) {
        found["egl"] =
            list_of(egl_of(gpu, *apis), [](const auto* device) { return json_of(*device); });
        found["vulkan"] =
            list_of(vulkan_of(gpu, *apis), [](const auto* device) { return json_of(*device); });
    }
    return found;
}

} // namespace exwm_vr::gpu_tool
