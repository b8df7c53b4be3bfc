// SPDX-License-Identifier: MIT
#include "passthrough/tool/env_json.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;
namespace env = environment;

json text_or_null(const std::string& text) {
    return text.empty() ? json() : json(text);
}

template <typename T>
json value_or_null(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

json truth(env::Truth value) {
    return value == env::Truth::unknown ? json() : json(value == env::Truth::yes);
}

json json_of(const std::vector<env::Evidence>& evidence) {
    json all = json::array();
    for (const auto& one : evidence) {
        all.push_back({{"question", one.question}, {"answer", one.answer}});
    }
    return all;
}

json json_of(const std::vector<env::Sign>& signs) {
    json all = json::array();
    for (const auto& sign : signs) {
        all.push_back(
            {{"rule", sign.rule->name},
             {"weight", to_string(sign.rule->weight)},
             {"means", sign.rule->means},
             {"evidence", json_of(sign.evidence)}}
        );
    }
    return all;
}

json json_of(const std::vector<env::Layer>& layers) {
    json all = json::array();
    for (const auto& layer : layers) {
        all.push_back(
            {{"id", layer.id},
             {"certainty", to_string(layer.certainty)},
             {"signs", json_of(layer.signs)}}
        );
    }
    return all;
}

json json_of(const env::Layers& layers, const char* name) {
    return {
        {"state", to_string(layers.state)},
        {name, json_of(layers.layers)},
        {"dismissed", json_of(layers.dismissed)},
        {"not_ruled_out", layers.not_ruled_out},
    };
}

json json_of(const env::Hypervisor& hypervisor) {
    return {
        {"state", to_string(hypervisor.state)},
        {"id", text_or_null(hypervisor.id)},
        {"accelerator", text_or_null(hypervisor.accelerator)},
        {"role",
         hypervisor.state == env::State::unknown ||
                 (hypervisor.state == env::State::none && hypervisor.host_of.empty())
             ? json()
             : json(to_string(hypervisor.role))},
        {"host_of", text_or_null(hypervisor.host_of)},
        {"nested", truth(hypervisor.nested)},
        {"signs", json_of(hypervisor.signs)},
    };
}

/// "INSIDE OUTSIDE COUNT" a line.
json json_of_map(const std::optional<std::string>& map) {
    if (!map) {
        return {};
    }
    json all = json::array();
    std::istringstream lines(*map);
    for (std::string line; std::getline(lines, line);) {
        all.push_back(line);
    }
    return all;
}

json json_of(const env::Privileges& privileges) {
    const auto names = [](const std::optional<std::uint64_t>& set) {
        return set ? json(capability_names(*set)) : json();
    };
    return {
        {"uid", value_or_null(privileges.uid)},
        {"capabilities", names(privileges.effective)},
        {"bounding", names(privileges.bounding)},
        {"no_new_privs", value_or_null(privileges.no_new_privileges)},
        {"seccomp", value_or_null(privileges.seccomp)},
        {"seccomp_filters", value_or_null(privileges.seccomp_filters)},
        {"uid_map", json_of_map(privileges.uid_map)},
        {"gid_map", json_of_map(privileges.gid_map)},
        {"machine_root", truth(privileges.machine_root)},
    };
}

} // namespace

std::vector<std::string> capability_names(std::uint64_t set) {
    std::vector<std::string> names;
    for (unsigned bit = 0; bit < 64; ++bit) {
        if (((set >> bit) & 1U) != 0) {
            names.push_back(env::capability_name(bit));
        }
    }
    return names;
}

json json_of(const env::Report& report) {
    json facts = json::array();
    for (const auto& fact : report.facts) {
        facts.push_back({{"id", fact.id}, {"signs", json_of(fact.signs)}});
    }
    json namespaces = json::object();
    for (const auto& one : report.namespaces) {
        namespaces[one.name] = {
            {"inode", text_or_null(one.inode)}, {"initial", truth(one.initial)}
        };
    }
    json unseen = json::array();
    for (const auto& one : report.unseen) {
        unseen.push_back({{"rule", one.rule->name}, {"evidence", json_of(one.evidence)}});
    }
    return {
        {"architecture", text_or_null(report.architecture)},
        {"hypervisor", json_of(report.hypervisor)},
        {"container", json_of(report.containers, "containers")},
        {"sandbox", json_of(report.sandboxes, "sandboxes")},
        {"facts", facts},
        {"namespaces", namespaces},
        {"privileges", json_of(report.privileges)},
        {"unseen", unseen},
        {"notes", report.notes},
    };
}

} // namespace exwm_vr::gpu_tool
