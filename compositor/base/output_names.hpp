// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace exwm_vr {

/// What an output is called: its plug, and what the display says of itself, where it does.
struct OutputNames {
    std::string name; ///< of the plug: "DP-1"
    std::string make;
    std::string model;
    std::string serial;
};

/// The same after unplug and replug: "make model serial" where there is one, else the name.
[[nodiscard]] std::string identity_of(const OutputNames& output);

/// Whether @p text means that output: its name, "make model serial", or "make model", which is all
/// that most laptops' panels say. What is missing may be given as "Unknown", as other programs
/// print it.
[[nodiscard]] bool means(std::string_view text, const OutputNames& output);

} // namespace exwm_vr
