// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"
#include "ctl/wayland/proxy.hpp"
#include "image/image.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace exwm_vr::ctl {

/// Memory shared with the compositor, for it to draw a picture into.
class ShmBuffer {
public:
    /// @p stride is in bytes; 0: as small as the format allows.
    [[nodiscard]] static Result<ShmBuffer>
    create(wl_shm* shm, std::uint32_t format, Size size, int stride = 0);

    ShmBuffer(const ShmBuffer&) = delete;
    ShmBuffer& operator=(const ShmBuffer&) = delete;
    ShmBuffer(ShmBuffer&& other) noexcept;
    ShmBuffer& operator=(ShmBuffer&& other) noexcept;
    ~ShmBuffer();

    [[nodiscard]] wl_buffer* get() const { return buffer_.get(); }

    [[nodiscard]] Size size() const { return size_; }

    [[nodiscard]] std::uint32_t format() const { return format_; }

    /// What is in it now, rows and all as in the buffer.
    [[nodiscard]] Result<Image> read() const;

private:
    ShmBuffer() = default;

    Proxy<wl_buffer> buffer_;
    std::span<std::byte> memory_;
    std::uint32_t format_ = 0;
    Size size_;
    int stride_ = 0;
};

} // namespace exwm_vr::ctl
