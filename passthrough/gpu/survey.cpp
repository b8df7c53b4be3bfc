// SPDX-License-Identifier: MIT
#include "passthrough/gpu/survey.hpp"

#include "base/format.hpp"
#include "passthrough/gpu/drivers.hpp"
#include "passthrough/gpu/inventory.hpp"
#include "passthrough/gpu/kernel_text.hpp"
#include "passthrough/gpu/look.hpp"
#include "passthrough/gpu/virtio.hpp"

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <tuple>

namespace exwm_vr::gpu {
namespace {

namespace fs = std::filesystem;

constexpr const char* drm = "/sys/class/drm/";
constexpr const char* accelerators = "/sys/class/accel/";
constexpr const char* pci_devices = "/sys/bus/pci/devices/";

// No machine has more; a tree that claims to is not waited for.
constexpr std::size_t most_gpus = 256;

/// A device and the names of its nodes.
struct Found {
    std::string folder;
    std::vector<std::string> nodes; ///< "card0", "renderD128", "accel0"
    std::string problem;            ///< why its folder is not that of a device
};

bool is_node(std::string_view name, std::string_view prefix) {
    return name.starts_with(prefix) && number_in(name.substr(prefix.size())).has_value() &&
           !name.contains('x');
}

void add_node(
    std::vector<Found>& all, const Tree& tree, const std::string& where, const std::string& name
) {
    const auto link = where + name + "/device";
    auto folder = tree.real(link);
    std::string problem;
    if (folder.empty()) {
        // One that is no device of a bus has itself alone.
        problem = tree.link_name(link).empty() ? "" : link + ": it leads nowhere";
        folder = tree.real(where + name);
    }
    if (folder.empty()) {
        folder = where + name;
        problem = folder + ": it leads nowhere";
    }
    auto known = std::ranges::find(all, folder, &Found::folder);
    if (known == all.end()) {
        if (all.size() >= most_gpus) {
            return;
        }
        all.push_back({.folder = folder, .problem = std::move(problem)});
        known = std::prev(all.end());
    }
    known->nodes.push_back(name);
}

std::vector<Found> find_devices(const Tree& tree) {
    std::vector<Found> all;
    for (const std::string prefix : {"card", "renderD"}) {
        for (const auto& name : tree.names(drm, prefix)) {
            if (is_node(name, prefix)) { // connectors are there as well
                add_node(all, tree, drm, name);
            }
        }
    }
    for (const auto& name : tree.names(accelerators, "accel")) {
        if (is_node(name, "accel")) {
            add_node(all, tree, accelerators, name);
        }
    }
    for (const auto& address : tree.names(pci_devices)) {
        const auto device_class = number_in(tree.text(pci_devices + address + "/class").text);
        const bool is_gpu = device_class && (*device_class >> 16U == 0x03 || // display
                                             *device_class >> 8U == 0x1200); // accelerator
        auto folder = tree.real(pci_devices + address);
        const bool is_known = std::ranges::any_of(all, [&](const Found& one) {
            return one.folder == folder || one.folder.starts_with(folder + '/');
        });
        if (is_gpu && !folder.empty() && !is_known && all.size() < most_gpus) {
            all.push_back({.folder = std::move(folder)});
        }
    }
    return all;
}

/// The kernel driver. A virtio device's is one further down than that of its bus, and a device
/// without hardware has the bus's own.
std::string driver_of(const Tree& tree, const std::string& folder) {
    auto driver = tree.link_name(folder + "/driver");
    if (driver == "virtio-pci" || driver == "virtio-mmio") {
        for (const auto& name : tree.names(folder, "virtio")) {
            if (auto inner = tree.link_name(formatted("{}/{}/driver", folder, name));
                !inner.empty()) {
                return inner;
            }
        }
    }
    if (driver.empty() || driver == "faux_driver") {
        const auto name = fs::path(folder).filename().string();
        return name == "vkms" || name == "vgem" ? name : driver;
    }
    return driver;
}

/// The folder of the PCI device that it is or, for virtio, that it is a part of; empty: none.
std::string pci_folder(const Tree& tree, const std::string& folder) {
    const auto name = fs::path(folder).filename().string();
    auto candidate = name.starts_with("virtio") ? fs::path(folder).parent_path().string() : folder;
    return is_pci_address(fs::path(candidate).filename().string()) &&
                   tree.exists(candidate + "/vendor")
               ? candidate
               : "";
}

std::vector<Connector> connectors_of(const Tree& tree, const std::string& card) {
    std::vector<Connector> found;
    const auto prefix = card + '-';
    for (const auto& name : tree.names(drm, prefix)) {
        if (!name.contains("Writeback")) { // no plug
            found.push_back({
                .name = name.substr(prefix.size()),
                .connected = tree.text(drm + name + "/status").text == "connected",
            });
        }
    }
    return found;
}

void judge_vendor(Gpu& gpu) {
    auto& details = gpu.details;
    const auto* const driver = driver_named(gpu.device.driver);
    if (driver != nullptr && (driver->vendor != Vendor::other || !details.pci)) {
        details.vendor = {.value = driver->vendor, .source = "driver " + gpu.device.driver};
    } else if (details.pci) {
        const auto vendor = vendor_of_pci(details.pci->vendor);
        if (vendor != Vendor::unknown) {
            details.vendor = {.value = vendor, .source = details.sysfs + "/vendor"};
        }
    }
}

/// Whether virtio-gpu has 3D, by what was agreed on with the host.
std::optional<bool> virtio_draws(Look& look, const std::string& folder) {
    // Of what is on its bus, where it is not that itself.
    if (fs::path(folder).filename().string().starts_with("virtio")) {
        return agreed_3d(look.text(folder + "/features"));
    }
    for (const auto& name : look.tree().names(folder, "virtio")) {
        if (const auto agreed = agreed_3d(look.text(formatted("{}/{}/features", folder, name)))) {
            return agreed;
        }
    }
    return std::nullopt;
}

void judge_role(Gpu& gpu, Look& look, const Found& found) {
    const auto has = [&](std::string_view prefix) {
        return std::ranges::any_of(found.nodes, [&](const auto& n) {
            return n.starts_with(prefix);
        });
    };
    const auto* const driver = driver_named(gpu.device.driver);
    const auto& connectors = gpu.device.connectors;
    // Connectors may come later: docks, and drivers that wait for a program.
    const bool waits = driver != nullptr && driver->displays && !driver->draws;
    const bool displays = has("card") && (!connectors.empty() || waits);
    bool draws = has("renderD") && (driver == nullptr || driver->draws);
    std::string why = has("renderD") ? "render node" : has("card") ? "card" : "no DRM node";
    why += !connectors.empty() ? ", connectors" : displays ? ", driver " + gpu.device.driver : "";
    if (has("renderD") && !draws) {
        why += " of " + gpu.device.driver + ", which does not draw";
    }
    if (draws && driver != nullptr && driver->vendor == Vendor::virtio) {
        gpu.device.draws_3d = virtio_draws(look, gpu.details.sysfs);
        draws = gpu.device.draws_3d.value_or(true); // as it is chosen to draw
        why += !gpu.device.draws_3d ? ", not known whether with 3D of the host"
               : draws              ? ", 3D agreed with the host"
                                    : ", no 3D of the host";
    }
    gpu.details.role = {
        .value = displays && draws ? Role::both
                 : displays        ? Role::display
                 : draws           ? Role::renderer
                                   : Role::none,
        .source = std::move(why),
    };
}

Gpu describe(const Tree& tree, const Found& found) {
    Gpu gpu;
    auto& [device, details] = gpu;
    details.sysfs = found.folder;
    if (!found.problem.empty()) {
        details.unread.push_back(found.problem);
    }
    Look look(tree, details);
    device.driver = driver_of(tree, found.folder);
    const auto pci = pci_folder(tree, found.folder);
    device.bus = pci.empty() ? fs::path(found.folder).filename().string()
                             : "pci-" + fs::path(pci).filename().string();
    if (!pci.empty()) {
        look_at_pci(look, pci);
        look_at_sharing(look, pci);
    }
    look_at_nodes(look, found.nodes);
    for (const auto& node : details.nodes) {
        if (node.present && node.path.contains("/card")) {
            device.card = node.path;
        } else if (node.present && node.path.contains("/renderD")) {
            device.render = node.path;
        }
    }
    device.boot_display = details.pci && details.pci->boot_vga;
    for (const auto& name : found.nodes) {
        if (name.starts_with("card")) {
            device.connectors = connectors_of(tree, name);
            device.boot_display |= tree.text(drm + name + "/boot_display").text == "1";
        }
    }
    details.compatible = words_in(look.text(found.folder + "/of_node/compatible"));
    look_at_memory(look, device);
    look_at_power(look);
    look_at_nvidia(look, device);
    if (!details.model) {
        details.model = look.known_text(found.folder + "/product_name");
    }
    device.name = details.model ? details.model->value : "";
    judge_vendor(gpu);
    judge_role(gpu, look, found);
    return gpu;
}

/// Says of displays and renderers of one chip that they belong together.
void pair_up(std::vector<Gpu>& gpus) {
    for (const auto& split : splits()) {
        for (auto& display : gpus) {
            if (!std::ranges::contains(split.displays, display.device.driver) ||
                !display.details.role || display.details.role->value != Role::display) {
                continue;
            }
            for (auto& renderer : gpus) {
                if (&renderer != &display && !renderer.details.pci &&
                    std::ranges::contains(split.renderers, renderer.device.driver)) {
                    display.details.partners.push_back(renderer.device.bus);
                    renderer.details.partners.push_back(display.device.bus);
                }
            }
        }
    }
}

} // namespace

std::vector<Gpu> survey(const Tree& tree) {
    std::vector<Gpu> gpus;
    for (const auto& found : find_devices(tree)) {
        gpus.push_back(describe(tree, found));
    }
    pair_up(gpus);
    std::ranges::stable_sort(gpus, {}, [](const Gpu& gpu) {
        const auto& nodes = gpu.details.nodes;
        return std::tuple(nodes.empty(), nodes.empty() ? 0U : nodes.front().minor);
    });
    return gpus;
}

std::vector<Gpu> survey_machine(const Tree& machine) {
    auto gpus = survey(machine);
    for (auto& device : take_inventory()) {
        const auto found = std::ranges::find_if(gpus, [&](const Gpu& gpu) {
            return std::ranges::any_of(gpu.details.nodes, [&](const NodeFile& node) {
                return node.path == device.card || node.path == device.render;
            });
        });
        if (found == gpus.end()) {
            gpus.push_back({.device = std::move(device)}); // sysfs is not there
            continue;
        }
        if (device.name.empty()) {
            device.name = found->device.name;
        }
        found->device = std::move(device);
    }
    return gpus;
}

const Gpu* find(std::span<const Gpu> gpus, std::string_view name) {
    const auto found = std::ranges::find_if(gpus, [&](const Gpu& gpu) {
        const auto& device = gpu.device;
        return name == device.bus || "pci-" + std::string(name) == device.bus ||
               std::ranges::any_of(gpu.details.nodes, [&](const NodeFile& node) {
                   return name == node.path || name == node.by_path;
               });
    });
    const auto by_driver =
        std::ranges::find_if(gpus, [&](const Gpu& gpu) { return name == gpu.device.driver; });
    if (name.empty()) {
        return nullptr;
    }
    return found != gpus.end() ? &*found : by_driver != gpus.end() ? &*by_driver : nullptr;
}

} // namespace exwm_vr::gpu
