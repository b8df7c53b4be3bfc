// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "config/action.hpp"
#include "config/config.hpp"
#include "config/yaml.hpp"

#include <functional>
#include <string>
#include <string_view>

/// The kinds of single values in the file: what is expected of each, and its way from and to YAML.
namespace exwm_vr::config::kind {

template <typename T>
struct Kind {
    std::string expected; ///< for people: "a whole number from 0 to 1000"
    /// The error is the message to print, without the key's name.
    std::function<Result<T>(const yaml::Node&)> read;
    /// Back to YAML, on one line.
    std::function<std::string(const T&)> write;
};

/// "expected EXPECTED, got …".
[[nodiscard]] std::unexpected<Error> mismatch(std::string_view expected, const yaml::Node& got);

[[nodiscard]] Kind<bool> flag();
/// @p low to @p high, both included; @p unit such as "ms" is for people only.
[[nodiscard]] Kind<int> whole(int low, int high, std::string_view unit = {});
[[nodiscard]] Kind<double> real(double low, double high);
[[nodiscard]] Kind<std::string> text();
[[nodiscard]] Kind<std::string> text_not_empty();
[[nodiscard]] Kind<std::string> interface_name(); ///< of a Wayland global
[[nodiscard]] Kind<Colour> colour();
[[nodiscard]] Kind<wm::LayoutKind> layout();
[[nodiscard]] Kind<Size> mode();
[[nodiscard]] Kind<int> refresh(); ///< Hz in the file, mHz here
[[nodiscard]] Kind<Transform> transform();
[[nodiscard]] Kind<Point> position();

} // namespace exwm_vr::config::kind
