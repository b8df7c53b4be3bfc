// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "ctl/wayland/connection.hpp"

#include <filesystem>
#include <string>

namespace exwm_vr::ctl {

/// A socket for Wayland clients that the compositor takes for sandboxed ones
/// (security-context v1). It accepts clients as long as this object lives; those that are
/// connected stay so.
class ContextSocket {
public:
    /// Who its clients are; fields may be empty.
    struct Who {
        std::string engine;
        std::string app_id;
        std::string instance_id;
    };

    /// Makes it at @p path. A socket there that nobody listens on any more is replaced; anything
    /// else is an error. Who may connect is up to the folder.
    [[nodiscard]] static Outcome<ContextSocket>
    make(Connection& compositor, std::filesystem::path path, const Who& who);

    ContextSocket(ContextSocket&& other) noexcept
        : path_(std::exchange(other.path_, {}))
        , close_(std::move(other.close_)) {}

    ContextSocket(const ContextSocket&) = delete;
    ContextSocket& operator=(const ContextSocket&) = delete;
    ContextSocket& operator=(ContextSocket&&) = delete;
    ~ContextSocket();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    ContextSocket(std::filesystem::path path, Fd close)
        : path_(std::move(path))
        , close_(std::move(close)) {}

    std::filesystem::path path_;
    Fd close_; ///< its end tells the compositor to accept no more
};

} // namespace exwm_vr::ctl
