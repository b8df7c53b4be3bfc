// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <filesystem>

namespace exwm_vr::server {

/// The folder for sockets. Where XDG_RUNTIME_DIR is unset, as in many containers and CI jobs, a
/// private one is made, put into the environment, and removed in the end.
class RuntimeDir {
public:
    RuntimeDir() = default;
    RuntimeDir(const RuntimeDir&) = delete;
    RuntimeDir& operator=(const RuntimeDir&) = delete;

    RuntimeDir(RuntimeDir&& other) noexcept;
    RuntimeDir& operator=(RuntimeDir&&) = delete;
    ~RuntimeDir();

    /// An error when XDG_RUNTIME_DIR is set to something that is not a folder of ours, or when a
    /// private one cannot be made.
    static Result<RuntimeDir> ensure();

private:
    std::filesystem::path made_; ///< empty: it was there
};

} // namespace exwm_vr::server
