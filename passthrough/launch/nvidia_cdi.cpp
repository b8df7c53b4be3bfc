// SPDX-License-Identifier: MIT
#include "passthrough/launch/nvidia_cdi.hpp"

#include "passthrough/environment/read_file.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>

namespace exwm_vr::launch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest = 1U << 20U;

void add_nodes(const YAML::Node& owner, std::vector<std::string>& nodes) {
    const auto edits = owner["containerEdits"];
    const auto list = edits && edits.IsMap() ? edits["deviceNodes"] : YAML::Node();
    if (!list || !list.IsSequence()) {
        return;
    }
    for (const auto& node : list) {
        const auto path = node.IsMap() ? node["path"] : YAML::Node();
        if (path && path.IsScalar() && !std::ranges::contains(nodes, path.Scalar())) {
            nodes.push_back(path.Scalar());
        }
    }
}

std::string text_in(const YAML::Node& owner, const char* name) {
    const auto node = owner[name];
    return node && node.IsScalar() ? node.Scalar() : std::string();
}

} // namespace

std::vector<std::string> cdi_nodes(std::string_view specification, std::string_view name) {
    const auto equals = name.find('=');
    if (equals == std::string_view::npos) {
        return {};
    }
    try {
        const auto root = YAML::Load(std::string(specification));
        if (!root.IsMap() || text_in(root, "kind") != name.substr(0, equals)) {
            return {};
        }
        for (const auto& device : root["devices"]) {
            if (device.IsMap() && text_in(device, "name") == name.substr(equals + 1)) {
                std::vector<std::string> nodes;
                add_nodes(device, nodes);
                add_nodes(root, nodes); // what every container gets
                return nodes;
            }
        }
    } catch (const YAML::Exception&) {
        return {}; // 'check' says what is wrong with it
    }
    return {};
}

std::vector<std::string> cdi_nodes_here(std::string_view name) {
    std::vector<std::string> nodes;
    for (const auto* folder : {"/etc/cdi", "/run/cdi"}) {
        std::vector<fs::path> files;
        std::error_code failed;
        for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
             at.increment(failed)) {
            files.push_back(at->path());
        }
        std::ranges::sort(files);
        for (const auto& file : files) {
            const auto extension = file.extension();
            if (extension != ".yaml" && extension != ".json") {
                continue;
            }
            const auto text = environment::read_file(file.string(), longest);
            if (auto found = text.known() ? cdi_nodes(text.text, name) : std::vector<std::string>();
                !found.empty()) {
                nodes = std::move(found);
            }
        }
    }
    return nodes;
}

} // namespace exwm_vr::launch
