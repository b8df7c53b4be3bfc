// SPDX-License-Identifier: MIT
#include "passthrough/environment/summary.hpp"

#include "base/format.hpp"

#include <ranges>

namespace exwm_vr::environment {
namespace {

void append(std::string& text, std::string_view separator, std::string_view more) {
    if (!more.empty()) {
        text += text.empty() ? "" : separator;
        text += more;
    }
}

void add_rules(std::string& text, const std::vector<Sign>& signs) {
    for (const auto& sign : signs) {
        append(text, ", ", sign.rule->name);
    }
}

std::string joined(std::ranges::input_range auto&& layers, std::string_view separator) {
    std::string text;
    for (const auto& layer : layers) {
        append(text, separator, layer.id);
        if (layer.certainty != Certainty::certain) {
            text += formatted(" ({})", to_string(layer.certainty));
        }
    }
    return text;
}

/// "podman in lxc": what is nearest comes first, as one would say it.
std::string inside_out(const Layers& layers) {
    return joined(layers.layers | std::views::reverse, " in ");
}

} // namespace

std::string summary_of(const Hypervisor& hypervisor) {
    std::string text = hypervisor.id;
    if (!hypervisor.accelerator.empty() && hypervisor.accelerator != hypervisor.id) {
        text += " on " + hypervisor.accelerator;
    }
    if (hypervisor.role == Hypervisor::Role::partition) {
        text += " (a partition)";
    }
    if (!hypervisor.host_of.empty()) {
        text += (text.empty() ? "" : ", ") + ("host of " + hypervisor.host_of);
    }
    if (hypervisor.state == State::found && hypervisor.nested == Truth::yes) {
        text += ", nested";
    }
    return text;
}

std::string summary_of(const Layers& layers) {
    return joined(layers.layers, " > ");
}

std::string summary_of(const Report& report) {
    std::string text = inside_out(report.sandboxes);
    append(text, " in ", inside_out(report.containers));
    if (report.containers.state == State::unknown) {
        append(text, ", ", "perhaps a container, which cannot be told from here,");
    }
    const auto& hypervisor = report.hypervisor;
    if (hypervisor.state == State::found && hypervisor.id.empty()) {
        append(text, " on ", "the machine itself, " + summary_of(hypervisor));
    } else if (hypervisor.state == State::found) {
        append(text, " in ", "a virtual machine of " + summary_of(hypervisor));
    } else if (hypervisor.state == State::unknown) {
        append(text, " in ", "perhaps a virtual machine, which cannot be told from here");
    }
    return text.empty() ? "the machine itself" : text;
}

std::string grounds_of(const Report& report) {
    std::string text;
    for (const auto* layers : {&report.sandboxes, &report.containers}) {
        for (const auto& layer : layers->layers) {
            add_rules(text, layer.signs);
        }
    }
    add_rules(text, report.hypervisor.signs);
    return text;
}

} // namespace exwm_vr::environment
