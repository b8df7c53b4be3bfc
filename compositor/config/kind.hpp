// SPDX-License-Identifier: MIT
#pragma once

#include "config/action.hpp"
#include "config/config.hpp"
#include "config/settings.hpp"

#include <string>

/// The kinds of single values that only this file has, beside those that any has.
namespace exwm_vr::config::kind {

using namespace settings::kind;

[[nodiscard]] Kind<std::string> interface_name(); ///< of a Wayland global
[[nodiscard]] Kind<Colour> colour();
[[nodiscard]] Kind<wm::LayoutKind> layout();
[[nodiscard]] Kind<Size> mode();
[[nodiscard]] Kind<int> refresh(); ///< Hz in the file, mHz here
[[nodiscard]] Kind<Transform> transform();
[[nodiscard]] Kind<Point> position();

} // namespace exwm_vr::config::kind
