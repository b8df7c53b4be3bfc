// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/commands/context.hpp"

#include <cstddef>
#include <span>
#include <string>

/// Where a command puts the PNG file that it makes: a file by its name, or "-" for standard output.
namespace exwm_vr::ctl {

/// Whether it can go there; to be asked before the picture is made.
[[nodiscard]] Outcome<void> check_picture_file(const Context& context, const std::string& file);

[[nodiscard]] Outcome<void> write_picture_file(
    Context& context, std::span<const std::byte> png, Size size, const std::string& file
);

} // namespace exwm_vr::ctl
