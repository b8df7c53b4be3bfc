// SPDX-License-Identifier: MIT
// What each way to a GPU provides, and what it takes.
#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/launch/plan.hpp"

#include <array>
#include <utility>

namespace exwm_vr::launch {
namespace {

using policy::Operation;
using policy::Vulkan;

constexpr auto names = std::to_array<std::pair<Mode, std::string_view>>({
    {Mode::none, "none"},
    {Mode::software, "software"},
    {Mode::node, "node"},
    {Mode::two_d, "2d"},
    {Mode::virgl, "virgl"},
    {Mode::venus, "venus"},
    {Mode::native_context, "native-context"},
    {Mode::vfio, "vfio"},
});

/// From which versions on QEMU hands a driver's kernel interface to a guest.
struct NativeDriver {
    std::string_view driver;
    std::array<unsigned, 2> kernel;
    std::array<unsigned, 2> virglrenderer;
    std::string_view mesa; ///< in the guest
};

constexpr auto native_drivers = std::to_array<NativeDriver>({
    {.driver = "amdgpu", .kernel = {6, 13}, .virglrenderer = {1, 1}, .mesa = "25.0"},
    {.driver = "i915", .kernel = {6, 13}, .virglrenderer = {1, 3}, .mesa = "26.1"},
    {.driver = "panfrost", .kernel = {6, 13}, .virglrenderer = {1, 3}, .mesa = ""},
    {.driver = "msm", .kernel = {6, 4}, .virglrenderer = {1, 0}, .mesa = "23.1"},
});

std::string
at_least(std::string_view what, const std::optional<Version>& have, std::array<unsigned, 2> least) {
    if (!have) {
        return formatted("{} is not installed, or does not say its version", what);
    }
    if (have->numbers < std::vector<unsigned>(least.begin(), least.end())) {
        return formatted("{} is {}, {}.{} is needed", what, to_string(*have), least[0], least[1]);
    }
    return {};
}

std::string first_of(std::initializer_list<std::string> reasons) {
    for (const auto& reason : reasons) {
        if (!reason.empty()) {
            return reason;
        }
    }
    return {};
}

/// The device that draws by the host's GPU, and one of its properties.
std::string lacks_device(const Qemu& qemu, const std::string& property) {
    const auto found = qemu.devices.find("virtio-gpu-gl-pci");
    if (found == qemu.devices.end()) {
        return "this QEMU has no virtio-gpu-gl-pci (on Debian: qemu-system-modules-opengl)";
    }
    if (!property.empty() && !found->second.contains(property)) {
        return formatted("this QEMU's virtio-gpu-gl-pci has no property {}", property);
    }
    if (!qemu.displays.contains("egl-headless")) {
        return "this QEMU has no display egl-headless";
    }
    return {};
}

std::string lacks_renderer(const HostGpu* gpu) {
    if (gpu == nullptr || !gpu->render) {
        return "the host has no render node to draw by";
    }
    if (gpu->device.driver == "nvidia-drm" || gpu->device.driver == "nvidia") {
        return "QEMU's display egl-headless does not start on NVIDIA's own driver";
    }
    return {};
}

std::string lacks_native(const HostGpu* gpu, const Host& host) {
    for (const auto& driver : native_drivers) {
        if (driver.driver == gpu->device.driver) {
            return first_of(
                {at_least("the kernel", host.kernel, driver.kernel),
                 at_least("virglrenderer", host.virglrenderer, driver.virglrenderer)}
            );
        }
    }
    return formatted("virglrenderer has no native context for {}", gpu->device.driver);
}

} // namespace

std::string_view to_string(Mode mode) {
    for (const auto& [value, name] : names) {
        if (value == mode) {
            return name;
        }
    }
    return "";
}

std::optional<Mode> mode_named(std::string_view name) {
    for (const auto& [value, known] : names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::string_view to_string(Role role) {
    constexpr std::array<std::string_view, 5> roles{"render", "card", "input", "uinput", "serial"};
    return roles.at(static_cast<std::size_t>(role));
}

Capabilities provided(Mode mode) {
    switch (mode) {
    case Mode::none:
        return {};
    case Mode::software:
    case Mode::two_d:
        return {.operations = {Operation::draw_2d}};
    case Mode::virgl:
        // OpenGL 4.3 has compute shaders, and one cannot have it without.
        return {.operations = {Operation::draw_2d, Operation::draw_3d, Operation::compute}};
    case Mode::venus:
        return {
            .operations = {Operation::draw_2d, Operation::draw_3d, Operation::compute},
            .vulkan = Vulkan::full
        };
    case Mode::node:
    case Mode::native_context:
        return {
            .operations =
                {Operation::draw_2d,
                 Operation::draw_3d,
                 Operation::compute,
                 Operation::decode,
                 Operation::encode},
            .vulkan = Vulkan::full
        };
    case Mode::vfio:
        return {
            .operations =
                {Operation::draw_2d,
                 Operation::draw_3d,
                 Operation::compute,
                 Operation::decode,
                 Operation::encode,
                 Operation::passthrough},
            .vulkan = Vulkan::full
        };
    }
    return {};
}

std::string needed_inside(Mode mode, const HostGpu* gpu) {
    if (mode == Mode::venus) {
        return "Linux 5.16 and Mesa 24.2";
    }
    if (mode != Mode::native_context) {
        return {};
    }
    for (const auto& driver : native_drivers) {
        if (gpu != nullptr && driver.driver == gpu->device.driver && !driver.mesa.empty()) {
            return formatted("Linux 6.14 and Mesa {}", driver.mesa);
        }
    }
    return "Linux 6.14, and a Mesa that has native context for this GPU";
}

std::string not_possible(Mode mode, const HostGpu* gpu, const Host& host) {
    switch (mode) {
    case Mode::virgl:
        return first_of({lacks_renderer(gpu), lacks_device(host.qemu, "")});
    case Mode::venus:
        return first_of(
            {lacks_renderer(gpu),
             lacks_device(host.qemu, "venus"),
             at_least("the kernel", host.kernel, {6, 13}),
             at_least("virglrenderer", host.virglrenderer, {1, 0}),
             !host.render_server.empty() ? "" : "virglrenderer's render server is not installed"}
        );
    case Mode::native_context:
        if (auto reason = lacks_renderer(gpu); !reason.empty()) {
            return reason;
        }
        return first_of({lacks_device(host.qemu, "drm_native_context"), lacks_native(gpu, host)});
    case Mode::vfio:
        if (gpu == nullptr) {
            return "there is no GPU to give away";
        }
        if (!gpu->not_away.empty()) {
            return joined(gpu->not_away, "; ");
        }
        return !gpu->iommu_group || gpu->group.empty() ? "it is in no IOMMU group" : "";
    case Mode::none:
    case Mode::software:
    case Mode::node:
    case Mode::two_d:
        return {};
    }
    return {};
}

} // namespace exwm_vr::launch
