// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"
#include "base/owned.hpp"
#include "lease_tool/flip_meter.hpp"
#include "lease_tool/pattern.hpp"

#include <xf86drmMode.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace exwm_vr::lease_tool {

/// A size and how often a second the display takes a picture.
struct Mode {
    Size size;          ///< in physical px
    double refresh = 0; ///< Hz
};

[[nodiscard]] Mode describe(const drmModeModeInfo& mode);

/// "1024x768 at 60.00 Hz"
[[nodiscard]] std::string to_string(const Mode& mode);

/// The mode that a display likes best; none when it has none, or cannot be looked at.
[[nodiscard]] std::optional<drmModeModeInfo> preferred_mode(int drm, std::uint32_t connector);

/// Pixels in the graphics card's or the main memory that a display can show.
class Buffer {
public:
    /// @p size in px. @p drm must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<Buffer>> make(int drm, Size size);

    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer();

    [[nodiscard]] Canvas canvas() const { return canvas_; }

    [[nodiscard]] std::uint32_t framebuffer() const { return framebuffer_; }

private:
    explicit Buffer(int drm)
        : drm_(drm) {}

    int drm_;
    std::uint32_t handle_ = 0;      ///< 0: none
    std::uint32_t framebuffer_ = 0; ///< KMS object, 0: none
    std::uint64_t bytes_ = 0;
    Canvas canvas_;
};

/// A leased display: its one connector, with the CRTC that came with it.
class Screen {
public:
    /// @p drm is a lease and must outlive this.
    [[nodiscard]] static Result<Screen> open(int drm);

    [[nodiscard]] Mode mode() const { return describe(mode_); }

    [[nodiscard]] Result<std::unique_ptr<Buffer>> make_buffer() const;

    /// Turns the display on with this picture.
    [[nodiscard]] Result<void> show(const Buffer& buffer) const;

    /// Shows another picture from the next refresh on, which read_flips() tells of.
    [[nodiscard]] Result<void> flip(const Buffer& buffer) const;

    /// To be called when the lease's descriptor is readable.
    void read_flips(const std::function<void(Flip)>& flipped) const;

private:
    Screen() = default;

    int drm_ = -1;
    std::uint32_t connector_ = 0;
    std::uint32_t crtc_ = 0;
    drmModeModeInfo mode_{};
};

} // namespace exwm_vr::lease_tool
