// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <optional>
#include <span>

namespace exwm_vr::wm {

/// How X11's coordinates lie over the layout's: with the same origin, and so many px of X11 for
/// each logical px. X11 knows one scale for all outputs. With the greatest of theirs, programs draw
/// all the pixels that an output has, and nothing has to be enlarged.
class X11Space {
public:
    explicit X11Space(double scale = 1);

    [[nodiscard]] double scale() const { return scale_; } ///< px of X11 for each logical px

    /// To X11, edge by edge: what meets in the layout meets there.
    [[nodiscard]] Box x11_box(const Box& layout) const;
    [[nodiscard]] Point x11_point(Point layout) const;
    [[nodiscard]] Size x11_size(Size logical) const;

    /// @p x11 where that is as large as @p logical in whole logical px, else what is: a program
    /// keeps the size that it chose, although many sizes are the same to the layout.
    [[nodiscard]] Size x11_size(Size logical, Size x11) const;

    [[nodiscard]] Box layout_box(const Box& x11) const;
    [[nodiscard]] Point layout_point(Point x11) const;
    /// At least 1 px where it is not empty.
    [[nodiscard]] Size logical_size(Size x11) const;

    friend bool operator==(const X11Space&, const X11Space&) = default;

private:
    double scale_;
};

/// The scale for X11: @p wanted, else the greatest of @p outputs', and not less than 1.
[[nodiscard]] double x11_scale(std::optional<double> wanted, std::span<const double> outputs);

} // namespace exwm_vr::wm
