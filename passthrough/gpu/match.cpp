// SPDX-License-Identifier: MIT
#include "passthrough/gpu/match.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/gpu/kernel_text.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <set>

namespace exwm_vr::gpu {
namespace {

/// The first release of Mesa that draws on a device, by its release notes.
struct FirstMesa {
    std::string_view what;
    std::string_view version;
    std::uint16_t vendor = 0; ///< of PCI; 0: by driver or device tree
    std::uint16_t first = 0;  ///< device numbers from here
    std::uint16_t last = 0;   ///< to here
    std::string_view driver;
    std::string_view compatible; ///< also this, if not empty
};

constexpr auto first_releases = std::to_array<FirstMesa>({
    {.what = "RDNA 3", .version = "22.3", .vendor = 0x1002, .first = 0x7448, .last = 0x745f},
    {.what = "RDNA 3", .version = "22.3", .vendor = 0x1002, .first = 0x7470, .last = 0x749f},
    {.what = "RDNA 4", .version = "25.0", .vendor = 0x1002, .first = 0x7550, .last = 0x755f},
    {.what = "RDNA 4", .version = "25.0", .vendor = 0x1002, .first = 0x7590, .last = 0x759f},
    {.what = "Arc A", .version = "22.2", .vendor = 0x8086, .first = 0x5690, .last = 0x56bf},
    {.what = "Lunar Lake", .version = "24.2", .vendor = 0x8086, .first = 0x6420, .last = 0x64b0},
    {.what = "Battlemage", .version = "24.2", .vendor = 0x8086, .first = 0xe202, .last = 0xe216},
    {.what = "Mali of panthor", .version = "24.1", .driver = "panthor"},
    {.what = "V3D 7.1", .version = "23.3", .driver = "v3d", .compatible = "brcm,2712-v3d"},
    {.what = "Apple's GPUs", .version = "25.1", .driver = "asahi"},
});

bool is_of(const FirstMesa& row, const Gpu& gpu) {
    const auto& pci = gpu.details.pci;
    if (row.vendor != 0) {
        // NVIDIA's own driver and vfio-pci have nothing to do with Mesa.
        return pci && pci->vendor == row.vendor && pci->device >= row.first &&
               pci->device <= row.last && gpu.device.driver != "vfio-pci";
    }
    return row.driver == gpu.device.driver &&
           (row.compatible.empty() ||
            std::ranges::contains(gpu.details.compatible, row.compatible));
}

/// Mesa's release by the name of its library of drivers.
std::set<std::string> gallium_versions(const Tree& tree) {
    constexpr std::string_view prefix = "libgallium-";
    std::set<std::string> versions;
    for (const auto* folder :
         {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"}) {
        for (const auto& name : tree.names(folder, prefix)) {
            const auto version = mesa_version_in(
                "Mesa " + name.substr(prefix.size(), name.rfind(".so") - prefix.size())
            );
            if (name.ends_with(".so") && !version.empty()) {
                versions.insert(version);
            }
        }
    }
    return versions;
}

bool has_render_node(const Gpu& gpu) {
    return !gpu.device.render.empty() && gpu.details.role &&
           (gpu.details.role->value == Role::renderer || gpu.details.role->value == Role::both);
}

std::string joined_set(const std::set<std::string>& words) {
    return joined(std::vector(words.begin(), words.end()), ", ");
}

} // namespace

std::string mesa_version_in(std::string_view text) {
    constexpr std::string_view mark = "Mesa ";
    const auto found = text.find(mark);
    if (found == std::string_view::npos) {
        return "";
    }
    text.remove_prefix(found + mark.size());
    text = text.substr(0, text.find_first_not_of("0123456789."));
    while (text.ends_with('.')) {
        text.remove_suffix(1);
    }
    return text.contains('.') && !text.starts_with('.') ? std::string(text) : "";
}

bool is_older(std::string_view a, std::string_view b) {
    while (!a.empty() || !b.empty()) {
        const auto take = [](std::string_view& version) {
            const auto end = std::min(version.find('.'), version.size());
            const auto number = number_in(version.substr(0, end)).value_or(0);
            version.remove_prefix(std::min(end + 1, version.size()));
            return number;
        };
        const auto left = take(a);
        const auto right = take(b);
        if (left != right) {
            return left < right;
        }
    }
    return false;
}

Finding match_mesa(const Match& match) {
    Finding finding{.id = "mesa", .severity = Severity::ok};
    std::set<std::string> versions = gallium_versions(match.libraries);
    if (match.apis != nullptr) {
        for (const auto& device : match.apis->egl) {
            versions.insert(mesa_version_in(device.gles));
        }
        for (const auto& device : match.apis->vulkan.devices) {
            versions.insert(mesa_version_in(device.driver_info));
        }
        versions.erase("");
    }
    if (versions.empty()) {
        finding.severity = Severity::unknown;
        finding.evidence.emplace_back("no library of Mesa was found");
        return finding;
    }
    finding.evidence.push_back("Mesa " + joined_set(versions));
    if (versions.size() > 1) {
        finding.severity = Severity::info;
        finding.evidence.emplace_back("parts of Mesa have different versions, which is no fault");
    }
    const auto others = gallium_versions(match.kernel);
    if (!others.empty() && others != gallium_versions(match.libraries)) {
        finding.severity = Severity::info;
        finding.evidence.push_back(
            formatted("the host has Mesa {}; a difference is no fault", joined_set(others))
        );
    }
    const auto newest = *std::ranges::max_element(versions, is_older);
    for (const auto& gpu : match.gpus) {
        for (const auto& row : first_releases) {
            if (is_of(row, gpu) && is_older(newest, row.version)) {
                finding.severity = Severity::warning;
                finding.evidence.push_back(formatted(
                    "{} ({}) needs Mesa {} or newer", gpu.device.bus, row.what, row.version
                ));
                finding.remedy =
                    "install a newer Mesa here; with this one programs draw by the CPU";
            }
        }
    }
    return finding;
}

Finding match_drawing(const Match& match) {
    Finding finding{.id = "drawing", .severity = Severity::ok};
    if (match.apis == nullptr) {
        finding.severity = Severity::unknown;
        finding.evidence.emplace_back("EGL and Vulkan were not asked");
        return finding;
    }
    for (const auto* const problem : {&match.apis->egl_problem, &match.apis->vulkan_problem}) {
        if (!problem->empty()) {
            finding.evidence.push_back(*problem);
        }
    }
    bool any = false;
    for (const auto& gpu : match.gpus) {
        if (!has_render_node(gpu)) {
            continue;
        }
        any = true;
        std::vector<std::string> by;
        for (const auto* const device : egl_of(gpu, *match.apis)) {
            if (!device->gles.empty()) {
                by.push_back(device->gles);
            }
        }
        for (const auto* const device : vulkan_of(gpu, *match.apis)) {
            by.push_back(formatted("Vulkan {} ({})", device->version, device->driver));
        }
        if (by.empty()) {
            finding.severity = Severity::error;
            finding.evidence.push_back(
                formatted("no driver draws on {} ({})", gpu.device.render, gpu.device.driver)
            );
            finding.remedy = "install the GPU's driver for EGL or Vulkan, or a newer one, and "
                             "look whether this user may open the node";
        } else {
            finding.evidence.push_back(gpu.device.render + ": " + joined(by, ", "));
        }
    }
    if (!any) {
        finding.severity = Severity::info;
        finding.evidence.emplace_back("there is no render node: programs draw by the CPU");
    }
    return finding;
}

std::vector<Finding> match_drivers(const Match& match) {
    return {match_nvidia(match), match_cdi(match), match_mesa(match), match_drawing(match)};
}

} // namespace exwm_vr::gpu
