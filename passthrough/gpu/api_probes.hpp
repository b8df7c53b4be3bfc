// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Work for processes of its own: what it opens stays open, and a driver may end the process.
namespace exwm_vr::gpu {

/// What it returns when it cannot ask: this, and why.
inline constexpr std::string_view not_asked = "!";

/// How many devices EGL has, in digits.
[[nodiscard]] std::string count_egl_devices();
/// One of them, as write_egl() puts it.
[[nodiscard]] std::string probe_egl_device(std::size_t index);
/// As write_vulkan() puts it.
[[nodiscard]] std::string probe_vulkan();
/// As write_nvml() puts it, from a library of that name.
[[nodiscard]] std::string probe_nvml(const std::string& library);

} // namespace exwm_vr::gpu
