// SPDX-License-Identifier: MIT
// show: all that is known of one GPU, with where it is from.
#include "base/format.hpp"
#include "passthrough/gpu/survey.hpp"
#include "passthrough/tool/command_line.hpp"
#include "passthrough/tool/gpu_json.hpp"
#include "passthrough/tool/gpu_text.hpp"
#include "passthrough/vfio/ready.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace exwm_vr::gpu_tool {

namespace {

struct Options {
    std::string gpu;
    bool apis = false;
};

/// Rows of what there is; what is not known has none.
class Rows {
public:
    void add(const std::string& what, const std::string& value, const std::string& source = "") {
        if (!value.empty()) {
            table_.add({what, value, or_dash(source)});
        }
    }

    template <typename T, typename Say>
    void add(const std::string& what, const std::optional<gpu::Sourced<T>>& value, const Say& say) {
        if (value) {
            add(what, say(value->value), value->source);
        }
    }

    [[nodiscard]] const Table& table() const { return table_; }

private:
    Table table_{{"WHAT", "VALUE", "SOURCE"}};
};

const auto as_is = [](const std::string& text) { return text; };
const auto as_name = [](auto value) { return std::string(to_string(value)); };
const auto as_number = [](auto value) { return std::to_string(value); };

void add_identity(Rows& rows, const gpu::Gpu& gpu) {
    const auto& [device, details] = gpu;
    rows.add("bus", device.bus, details.sysfs);
    rows.add("name", device.name);
    rows.add("driver", device.driver);
    rows.add("driver version", details.driver_version, as_is);
    rows.add("vendor", details.vendor, as_name);
    rows.add("role", details.role, as_name);
    rows.add("one chip with", joined(details.partners));
    rows.add("model", details.model, as_is);
    rows.add("UUID", details.uuid, as_is);
    if (details.pci) {
        const auto& pci = *details.pci;
        rows.add(
            "PCI",
            formatted(
                "{:04x}:{:04x}, of {:04x}:{:04x}, class {:06x}, revision {:02x}",
                pci.vendor,
                pci.device,
                pci.subsystem_vendor,
                pci.subsystem_device,
                pci.device_class,
                pci.revision
            )
        );
    }
    rows.add("compatible", joined(details.compatible));
    rows.add("seat", device.seat);
    rows.add("boot display", device.boot_display ? "yes" : "no");
    for (const auto& connector : device.connectors) {
        rows.add("output", connector.name + (connector.connected ? ", connected" : ""));
    }
}

void add_nodes(Rows& rows, const gpu::Details& details) {
    for (const auto& node : details.nodes) {
        rows.add(
            "node",
            formatted("{} ({}:{})", node.path, node.major, node.minor) +
                (node.present
                     ? formatted(", mode {:04o}, user {}, group {}", node.mode, node.uid, node.gid)
                     : ", not in this /dev"),
            node.by_path
        );
    }
}

void add_resources(Rows& rows, const gpu::Details& details) {
    const auto readings = [](std::string_view unit) {
        return [unit](const std::vector<gpu::Reading>& all) {
            std::vector<std::string> texts;
            for (const auto& reading : all) {
                texts.push_back(formatted("{} {:.1f} {}", reading.name, reading.value, unit));
            }
            return joined(texts, ", ");
        };
    };
    rows.add("VRAM", details.vram_total, in_mebibytes);
    rows.add("VRAM used", details.vram_used, in_mebibytes);
    rows.add("memory", details.shares_memory, [](bool shares) {
        return std::string(shares ? "the machine's" : "its own");
    });
    rows.add("compute units", details.compute_units, as_number);
    rows.add("power state", details.power_state, as_is);
    rows.add("temperature", details.temperatures, readings("°C"));
    rows.add("power", details.powers, readings("W"));
    rows.add("NUMA node", details.numa_node, as_number);
    rows.add("link", details.link, [](const gpu::PciLink& link) {
        return formatted(
            "{} x{}, of {} x{}", link.speed, link.width, or_dash(link.max_speed), link.max_width
        );
    });
}

void add_sharing(Rows& rows, const gpu::Details& details) {
    rows.add("reset", details.reset_methods, [](const std::vector<std::string>& methods) {
        return joined(methods);
    });
    rows.add("IOMMU group", details.iommu_group, [](const gpu::IommuGroup& group) {
        return formatted("{} {}", group.number, group.type);
    });
    if (details.iommu_group) {
        for (const auto& member : details.iommu_group->value.members) {
            rows.add(
                "in its group",
                vfio::describe(member) + (member.is_bridge() ? ", a bridge: stays" : "")
            );
        }
    }
    rows.add("SR-IOV", details.virtual_functions, [](const gpu::VirtualFunctions& functions) {
        return functions.physical.empty() ? formatted(
                                                "{} of {} active: {}",
                                                functions.active.value_or(0),
                                                functions.total.value_or(0),
                                                or_dash(joined(functions.functions))
                                            )
                                          : "a part of " + functions.physical;
    });
    for (const auto& type : details.mediated_types) {
        rows.add(
            "mediated",
            formatted(
                "{}, {} more",
                type.id,
                type.available ? std::to_string(*type.available) : std::string("unknown how many")
            ),
            type.api
        );
    }
    for (const auto& part : details.partitions) {
        rows.add("MIG", part.name, part.capability);
    }
}

void add_apis(Rows& rows, const gpu::Gpu& gpu, const gpu::Apis& apis) {
    for (const auto* const device : egl_of(gpu, apis)) {
        rows.add("EGL", device->problem.empty() ? summary(*device) : device->problem);
    }
    for (const auto* const device : vulkan_of(gpu, apis)) {
        rows.add("Vulkan", summary(*device));
    }
    rows.add("EGL", apis.egl_problem);
    rows.add("Vulkan", apis.vulkan_problem);
}

Result<void> show(Context& context, const Options& options) {
    auto gpus = gpu::survey_machine();
    const gpu::Apis apis = options.apis ? gpu::ask_apis() : gpu::Apis();
    gpu::complete(gpus, apis);
    const auto* const found = gpu::find(gpus, options.gpu);
    if (found == nullptr) {
        return fail("there is no GPU {}; see exwm-vr-gpu list", options.gpu);
    }
    if (context.json()) {
        context.print(json_of(*found, options.apis ? &apis : nullptr));
        return {};
    }
    Rows rows;
    add_identity(rows, *found);
    add_nodes(rows, found->details);
    add_resources(rows, found->details);
    add_sharing(rows, found->details);
    add_apis(rows, *found, apis);
    for (const auto& line : found->details.unread) {
        rows.add("unread", line);
    }
    context.print(rows.table());
    return {};
}

} // namespace

void add_show_command(CommandLine& line) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = line.add(
        "show",
        "Print all that is known of one GPU, with where it is from",
        [options](Context& context) { return show(context, *options); }
    );
    command.add_option("gpu", options->gpu, "By node, bus or driver")->type_name("GPU")->required();
    command.add_flag("--apis", options->apis, "Also ask EGL and Vulkan, which wakes GPUs");
}

} // namespace exwm_vr::gpu_tool
