// SPDX-License-Identifier: MIT
#include "passthrough/launch/script.hpp"

#include "base/format.hpp"
#include "passthrough/launch/words.hpp"

namespace exwm_vr::launch {

Script::Script(std::string_view comments)
    : head_("#!/bin/sh\n" + std::string(comments) + "set -eu\n\n") {}

void Script::look_up(const Node& node, std::string_view variable) {
    if (node.stable_name.empty() || variables_.contains(node.path)) {
        return;
    }
    if (lookups_.empty()) {
        // What is away since the plan was made is told by name.
        lookups_ = "find_node() {\n"
                   "    readlink -e \"$1\" || {\n"
                   "        echo \"$1 is not there: plug it in, or make the set-up anew\" >&2\n"
                   "        exit 1\n"
                   "    }\n"
                   "}\n";
    }
    lookups_ += formatted("{}=$(find_node {})\n", variable, shell_word(node.stable_name));
    variables_[node.path] = variable;
}

void Script::command(std::string_view words) {
    command_ = (lookups_.empty() ? "" : "\n") + std::string(words);
}

void Script::option(std::string_view name) {
    add(std::string(name));
}

void Script::option(std::string_view name, std::string_view value) {
    add(std::string(name) + " " + quoted(value));
}

void Script::setting(std::string_view name, std::string_view value) {
    add(std::string(name) + "=" + quoted(value));
}

void Script::word(std::string_view text) {
    add(quoted(text));
}

std::string Script::quoted(std::string_view text) const {
    for (const auto& [path, variable] : variables_) {
        const auto at = text.find(path);
        if (at == std::string_view::npos) {
            continue;
        }
        const auto after = text.substr(at + path.size());
        if (!after.empty() && after.front() >= '0' && after.front() <= '9') {
            continue; // renderD1 is no part of renderD128
        }
        return (at == 0 ? "" : shell_word(text.substr(0, at))) + formatted("\"${}\"", variable) +
               (after.empty() ? "" : quoted(after));
    }
    return shell_word(text);
}

void Script::add(const std::string& words) {
    command_ += " \\\n    " + words;
}

void look_up_nodes(Script& script, const Plan& plan) {
    std::map<Role, unsigned> counts;
    for (const auto& device : plan.devices) {
        const auto count = counts[device.role]++;
        script.look_up(
            device.node,
            count == 0 ? std::string(to_string(device.role))
                       : formatted("{}{}", to_string(device.role), count + 1)
        );
    }
}

} // namespace exwm_vr::launch
