// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace exwm_vr {

/// The X resources @p text, one "NAME:\tVALUE" a line, in which @p name has @p value, once,
/// whatever it had before. All other lines stay as they are.
[[nodiscard]] std::string
with_x_resource(std::string_view text, std::string_view name, std::string_view value);

} // namespace exwm_vr
