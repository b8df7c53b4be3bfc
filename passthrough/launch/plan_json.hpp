// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/plan.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// All of a plan, for machines; also what a guest is checked against.
[[nodiscard]] nlohmann::ordered_json json_of(const Plan& plan);
[[nodiscard]] nlohmann::ordered_json json_of(const policy::Limit& limit);

/// A device of a plan, as a guest is to find it.
struct PlannedNode {
    std::string path;
    std::string role;
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
};

/// What a guest can check of its plan.
struct Planned {
    std::string name;
    bool machine = false;
    Mode mode = Mode::none;
    std::vector<PlannedNode> nodes;
    std::vector<std::string> sockets;
    std::vector<std::string> pci;
    std::vector<Variable> environment;
};

/// Reads what json_of() made; text from anywhere. The error says what is wrong in it.
[[nodiscard]] Result<Planned> read_planned(std::string_view text);

} // namespace exwm_vr::launch
