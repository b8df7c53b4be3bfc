// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::doctor {

/// One part of a rule, such as ATTRS{idVendor}=="28de".
struct RulePart {
    std::string key;       ///< "ATTRS"
    std::string attribute; ///< "idVendor"; may be empty
    std::string operation; ///< "==", "+="
    std::string value;

    friend bool operator==(const RulePart&, const RulePart&) = default;
};

using UdevRule = std::vector<RulePart>; ///< never empty

/// The rules of a file. What is not well-formed is left out, as udev does.
[[nodiscard]] std::vector<UdevRule> read_udev_rules(std::string_view text);

} // namespace exwm_vr::doctor
