// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <ctime>

namespace exwm_vr::input {

/// The time that input events carry, ms.
[[nodiscard]] inline std::uint32_t now_ms() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint32_t>(now.tv_sec * 1000 + now.tv_nsec / 1'000'000);
}

} // namespace exwm_vr::input
