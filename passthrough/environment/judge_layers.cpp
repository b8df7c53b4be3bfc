// SPDX-License-Identifier: MIT
// Which containers and sandboxes there are, and in which order.
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/report.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace exwm_vr::environment {
namespace {

// Which is usually run in which, outermost first.
constexpr std::array<std::string_view, 17> usual_order{
    "openvz",
    "zone",
    "wsl",
    "incus",
    "lxd",
    "lxc",
    "systemd-nspawn",
    "rkt",
    "pouch",
    "crio",
    "containerd",
    "docker",
    "podman",
    "container-other",
    "apptainer",
    "proot",
    ""
};

// By what a manager's control groups are called, for the order in which they lie.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> group_names{{
    {"lxc", "/lxc"},
    {"docker", "docker"},
    {"podman", "/libpod-"},
    {"systemd-nspawn", "/machine.slice/"},
}};

// These set processes apart by themselves: no other container is needed to explain that.
constexpr std::array<std::string_view, 4> own_namespaces{"flatpak", "bubblewrap", "gvisor", "wsl"};

std::size_t usual_place(const Layer& layer) {
    return static_cast<std::size_t>(
        std::ranges::find(usual_order, std::string_view(layer.id)) - usual_order.begin()
    );
}

/// Where a manager's control group begins in the path of ours.
std::size_t group_place(const Layer& layer, std::string_view groups) {
    const auto* const name = std::ranges::find(
        group_names, std::string_view(layer.id), &decltype(group_names)::value_type::first
    );
    return name != group_names.end() ? groups.find(name->second) : std::string_view::npos;
}

void sort_outermost_first(std::vector<Layer>& layers, Probe& probe) {
    const auto groups = probe.ask(file("/proc/self/cgroup"));
    const auto place = [&](const Layer& layer) { return group_place(layer, groups.text); };
    const bool all_have = std::ranges::all_of(layers, [&](const auto& layer) {
        return place(layer) != std::string_view::npos;
    });
    if (all_have) {
        std::ranges::stable_sort(layers, {}, place);
    } else {
        std::ranges::stable_sort(layers, {}, usual_place);
    }
}

Layer& layer_called(std::vector<Layer>& layers, const std::string& id) {
    const auto found = std::ranges::find(layers, id, &Layer::id);
    return found != layers.end() ? *found : layers.emplace_back(Layer{.id = id, .signs = {}});
}

bool any_is(const Layer& layer, Weight weight) {
    return std::ranges::any_of(layer.signs, [&](const auto& s) {
        return s.rule->weight == weight;
    });
}

/// One sign of a layer is a sign of the other: they are the same thing.
void merge_into(std::vector<Layer>& layers, std::string_view inner, std::string_view outer) {
    const auto from = std::ranges::find(layers, inner, &Layer::id);
    const auto to = std::ranges::find(layers, outer, &Layer::id);
    if (from != layers.end() && to != layers.end()) {
        std::ranges::move(from->signs, std::back_inserter(to->signs));
        layers.erase(from);
    }
}

std::vector<Layer> gather(std::span<const Finding> findings, Axis axis) {
    std::vector<Layer> layers;
    for (const auto& finding : findings) {
        if (finding.truth == Truth::yes && finding.rule->axis == axis) {
            layer_called(layers, finding.id)
                .signs.push_back({.rule = finding.rule, .evidence = finding.evidence});
        }
    }
    return layers;
}

std::vector<std::string>
not_ruled_out(std::span<const Finding> findings, Axis axis, const std::vector<Layer>& found) {
    std::vector<std::string> ids;
    for (const auto& finding : findings) {
        const std::string id(finding.rule->id.empty() ? "container-other" : finding.rule->id);
        if (finding.truth == Truth::unknown && finding.rule->axis == axis &&
            finding.rule->weight != Weight::hint && !std::ranges::contains(ids, id) &&
            !std::ranges::contains(found, id, &Layer::id)) {
            ids.push_back(id);
        }
    }
    return ids;
}

} // namespace

Layers judge_sandboxes(std::span<const Finding> findings) {
    Layers result;
    for (auto& layer : gather(findings, Axis::sandbox)) {
        (any_is(layer, Weight::evidence) ? result.layers : result.dismissed)
            .push_back(std::move(layer));
    }
    result.not_ruled_out = not_ruled_out(findings, Axis::sandbox, result.layers);
    if (!result.layers.empty()) {
        result.state = State::found;
    } else {
        result.state = result.not_ruled_out.empty() ? State::none : State::unknown;
    }
    return result;
}

Layers judge_containers(
    std::span<const Finding> findings,
    std::span<const Namespace> namespaces,
    const Layers& sandboxes,
    Probe& probe
) {
    Layers result;
    auto candidates = gather(findings, Axis::container);
    // Incus and LXD run LXC: its signs are theirs.
    merge_into(candidates, "lxc", "incus");
    merge_into(candidates, "lxc", "lxd");
    const bool denied = std::ranges::any_of(findings, [](const Finding& finding) {
        return finding.truth == Truth::yes && finding.rule->axis == Axis::no_container;
    });
    auto apart = set_apart(namespaces);
    if (apart == Truth::unknown && denied) {
        apart = Truth::no;
    }
    for (auto& layer : candidates) {
        if (any_is(layer, Weight::evidence)) {
            layer.certainty = Certainty::certain;
        } else if (apart == Truth::yes) {
            layer.certainty = Certainty::likely;
        } else {
            layer.certainty = Certainty::unconfirmed;
        }
        const bool contradicted = layer.certainty == Certainty::unconfirmed && apart == Truth::no;
        (contradicted ? result.dismissed : result.layers).push_back(std::move(layer));
    }
    // That there is some container is no news when it is known which.
    const bool explained =
        result.layers.size() > 1 || std::ranges::any_of(sandboxes.layers, [](const auto& sandbox) {
            return std::ranges::contains(own_namespaces, std::string_view(sandbox.id));
        });
    if (explained) {
        std::erase_if(result.layers, [](const Layer& l) { return l.id == "container-other"; });
    }
    sort_outermost_first(result.layers, probe);
    result.not_ruled_out = not_ruled_out(findings, Axis::container, result.layers);

    const bool confirmed = std::ranges::any_of(result.layers, [](const Layer& layer) {
        return layer.certainty != Certainty::unconfirmed;
    });
    if (confirmed) {
        result.state = State::found;
    } else {
        const bool ruled_out = apart == Truth::no && result.layers.empty();
        const bool only_sandbox = apart == Truth::yes && explained && result.layers.empty();
        result.state = ruled_out || only_sandbox ? State::none : State::unknown;
    }
    return result;
}

} // namespace exwm_vr::environment
