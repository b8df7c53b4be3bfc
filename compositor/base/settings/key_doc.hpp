// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace exwm_vr::settings {

/// What is to be known of a key of the file.
struct KeyDoc {
    std::string path; ///< "keyboard.layout", "outputs", "outputs[].mode"
    std::string help;
    std::string expected;      ///< empty for a section, which holds keys only
    std::string default_value; ///< as in the file, on one line; empty where there is none
    std::string example;       ///< lines of YAML; empty for none
    bool required = false;
};

} // namespace exwm_vr::settings
