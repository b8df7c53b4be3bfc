// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ctl/wayland/connection.hpp"

#include <filesystem>
#include <string>

namespace exwm_vr::test {

/// A Wayland socket with a security context, as a sandbox's engine makes it: clients that connect
/// to it, as long as this object lives, are in that sandbox.
class SandboxSocket {
public:
    /// By way of @p outside, a client that is in no sandbox. Without @p engine the context says
    /// nothing of itself. Where it fails, nobody can connect.
    SandboxSocket(
        ctl::Connection& outside,
        std::filesystem::path path,
        const std::string& engine,
        const std::string& app_id
    );
    SandboxSocket(const SandboxSocket&) = delete;
    SandboxSocket& operator=(const SandboxSocket&) = delete;
    ~SandboxSocket();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    Fd listener_;
    Fd close_;
};

} // namespace exwm_vr::test
