// SPDX-License-Identifier: MIT
#include "passthrough/launch/nodes.hpp"

#include "base/format.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

/// The groups that a distribution gives nodes of a role to, the usual one first.
std::vector<std::string> groups_for(Role role) {
    switch (role) {
    case Role::render:
        return {"render", "video"};
    case Role::card:
        return {"video"};
    case Role::input:
    case Role::uinput:
        return {"input"};
    case Role::serial:
        return {"dialout", "uucp"};
    }
    return {};
}

/// Virtual terminals, a process' own one, the console and pseudo terminals: of class tty as serial
/// devices are, and somebody's keyboard and screen.
bool is_terminal(const Node& node) {
    if (node.subsystem != "tty") {
        return false;
    }
    constexpr std::uint32_t first_port = 64; // of major 4; terminals before
    constexpr std::uint32_t first_pseudo = 128;
    constexpr std::uint32_t last_pseudo = 143;
    switch (node.major) {
    case 2: // pseudo terminals as they were once
    case 3:
    case 5:
        return true;
    case 4:
        return node.minor < first_port;
    default:
        return node.major >= first_pseudo && node.major <= last_pseudo;
    }
}

bool fits(const Node& node, Role role) {
    switch (role) {
    case Role::input:
        return node.subsystem == "input";
    case Role::serial:
        return node.subsystem == "tty" && !is_terminal(node);
    case Role::render:
    case Role::card:
    case Role::uinput:
        return true; // found, not named
    }
    return false;
}

} // namespace

Result<const Node*> node_named(const std::string& name, const std::vector<Node>& nodes, Role role) {
    const auto found = std::ranges::find_if(nodes, [&](const Node& node) {
        return node.path == name || node.stable_name == name;
    });
    if (found == nodes.end()) {
        return fail("there is no {}", name);
    }
    if (!fits(*found, role)) {
        return fail(
            "{} is no {} device: {}",
            name,
            to_string(role),
            is_terminal(*found)         ? "it is a terminal"
            : found->subsystem == "tty" ? "it is a serial port"
            : found->subsystem.empty()  ? "/sys does not say what it is"
                                        : "it is one of " + found->subsystem
        );
    }
    return &*found;
}

void add_device(Plan& plan, const Wishes& wishes, Role role, const Node& node, std::string why) {
    Device device{.role = role, .node = node, .group = node.gid, .why = std::move(why)};
    for (const auto& name : groups_for(role)) {
        const auto found = wishes.guest_groups.find(name);
        if (found != wishes.guest_groups.end() && !device.group_known) {
            device.group = found->second;
            device.group_known = true;
        }
    }
    plan.devices.push_back(std::move(device));
}

} // namespace exwm_vr::launch
