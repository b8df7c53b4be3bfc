// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/apis.hpp"
#include "passthrough/gpu/finding.hpp"
#include "passthrough/gpu/tree.hpp"

#include <span>
#include <string>
#include <vector>

namespace exwm_vr::gpu {

/// Whether what programs load fits the kernel's drivers. NVIDIA's libraries must be of the kernel
/// module's very version; Mesa only new enough for the device.
struct Match {
    const Tree& kernel;    ///< whose module runs
    const Tree& libraries; ///< whose libraries are loaded: the same, or a container's root
    std::span<const Gpu> gpus;
    const Apis* apis = nullptr; ///< null: nobody was asked
};

/// NVIDIA's kernel module against its libraries.
[[nodiscard]] Finding match_nvidia(const Match& match);
/// Descriptions for container engines against what they describe: nodes, files and versions.
[[nodiscard]] Finding match_cdi(const Match& match);
/// Mesa's versions against each other and against the devices.
[[nodiscard]] Finding match_mesa(const Match& match);
/// Whether each GPU that can draw does so by EGL or Vulkan.
[[nodiscard]] Finding match_drawing(const Match& match);

/// All of them.
[[nodiscard]] std::vector<Finding> match_drivers(const Match& match);

/// "26.1.6" in "OpenGL ES 3.2 Mesa 26.1.6-1"; empty when it is not of Mesa.
[[nodiscard]] std::string mesa_version_in(std::string_view text);

/// Whether version @p a is before @p b, by their numbers: "25.0.1" is before "25.1".
[[nodiscard]] bool is_older(std::string_view a, std::string_view b);

} // namespace exwm_vr::gpu
