// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace exwm_vr {

/// Calls @p work in a process of its own, which may crash or hang, and returns the text that it
/// made: a failure when it ended otherwise, took longer than @p limit, or made more than
/// @p most bytes. What it prints is thrown away. To be called while there is one thread only.
[[nodiscard]] Result<std::string> call_apart(
    const std::function<std::string()>& work, std::chrono::milliseconds limit, std::size_t most
);

} // namespace exwm_vr
