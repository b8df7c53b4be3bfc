// SPDX-License-Identifier: MIT
#include "base/output_names.hpp"

namespace exwm_vr {
namespace {

std::string or_unknown(const std::string& part) {
    return part.empty() ? "Unknown" : part;
}

} // namespace

std::string identity_of(const OutputNames& output) {
    if (output.serial.empty()) {
        return output.name;
    }
    return output.make + ' ' + output.model + ' ' + output.serial;
}

bool means(std::string_view text, const OutputNames& output) {
    if (text == output.name || text == identity_of(output)) {
        return true;
    }
    if (output.make.empty() && output.model.empty()) {
        return false;
    }
    const auto kind = or_unknown(output.make) + ' ' + or_unknown(output.model);
    return text == kind || text == kind + ' ' + or_unknown(output.serial) ||
           text == output.make + ' ' + output.model;
}

} // namespace exwm_vr
