// SPDX-License-Identifier: MIT
#include "base/x_resources.hpp"

#include <ranges>

namespace exwm_vr {

std::string with_x_resource(std::string_view text, std::string_view name, std::string_view value) {
    std::string result;
    for (const auto part : std::views::split(text, '\n')) {
        const std::string_view line(part);
        const auto named = line.substr(0, line.find(':'));
        if (!line.empty() && named != name) {
            result.append(line).append("\n");
        }
    }
    return result.append(name).append(":\t").append(value).append("\n");
}

} // namespace exwm_vr
