// SPDX-License-Identifier: MIT
#include "base/format.hpp"

namespace exwm_vr {

std::string format_arguments(std::string_view text, std::format_args arguments) {
    return std::vformat(text, arguments);
}

} // namespace exwm_vr
