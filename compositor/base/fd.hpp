// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <utility>

namespace exwm_vr {

/// Owns one file descriptor and closes it. Move-only; -1 is empty.
class Fd {
public:
    Fd() = default;

    explicit Fd(int fd)
        : fd_(fd) {}

    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;

    Fd(Fd&& other) noexcept
        : fd_(other.take()) {}

    Fd& operator=(Fd&& other) noexcept {
        reset(other.take());
        return *this;
    }

    ~Fd() { reset(); }

    [[nodiscard]] int get() const { return fd_; }

    [[nodiscard]] bool valid() const { return fd_ >= 0; }

    explicit operator bool() const { return valid(); }

    /// Gives the descriptor up to the caller.
    [[nodiscard]] int take() { return std::exchange(fd_, -1); }

    void reset(int fd = -1) {
        if (fd_ >= 0 && fd_ != fd) {
            close(fd_);
        }
        fd_ = fd;
    }

private:
    int fd_ = -1;
};

} // namespace exwm_vr
