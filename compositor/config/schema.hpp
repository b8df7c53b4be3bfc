// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "config/report.hpp"
#include "config/yaml.hpp"

#include <string>
#include <vector>

namespace exwm_vr::config {

/// What is to be known of a key of the file.
struct KeyDoc {
    std::string path; ///< "keyboard.layout", "outputs", "outputs[].mode"
    std::string help;
    std::string expected;      ///< empty for a section, which holds keys only
    std::string default_value; ///< as in the file, on one line; empty where there is none
    std::string example;       ///< lines of YAML; empty for none
    bool required = false;
};

/// Reads what @p root gives over what @p into has; errors go to @p report, and @p into is then of
/// no use.
void read_config(const yaml::Node& root, Config& into, Report& report);
/// All keys as YAML with their explanations.
[[nodiscard]] std::string write_config(const Config& config);
/// All keys in the order in which they are written.
[[nodiscard]] std::vector<KeyDoc> describe_keys();

} // namespace exwm_vr::config
