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

/// A PCI function of a plan: it has another address in its machine.
struct PlannedFunction {
    std::string address;
    std::uint32_t device_class = 0;
};

/// What a guest can check of its plan.
struct Planned {
    std::string name;
    bool machine = false;
    Mode mode = Mode::none;
    std::vector<PlannedNode> nodes;
    bool nvidia = false;                   ///< GPUs by NVIDIA's specification
    std::vector<std::string> nvidia_nodes; ///< which that brings along; empty: not known
    std::vector<std::string> sockets;
    std::vector<PlannedFunction> pci;
    std::vector<Variable> environment;
    std::vector<Quota> quotas;
    policy::Network network = policy::Network::own;
    bool has_command = false; ///< which some managers start instead of an init
};

/// Reads what json_of() made; text from anywhere. The error says what is wrong in it.
[[nodiscard]] Result<Planned> read_planned(std::string_view text);

} // namespace exwm_vr::launch
