// SPDX-License-Identifier: MIT
#pragma once

#include "base/output_names.hpp"
#include "wlr/wlr.hpp"

namespace exwm_vr {

[[nodiscard]] inline OutputNames names_of(const wlr_output& output) {
    const auto part = [](const char* text) { return std::string(text != nullptr ? text : ""); };
    return {
        .name = part(output.name),
        .make = part(output.make),
        .model = part(output.model),
        .serial = part(output.serial)
    };
}

} // namespace exwm_vr
