// SPDX-License-Identifier: MIT
#include "passthrough/start/decisions.hpp"

#include "base/format.hpp"
#include "passthrough/environment/summary.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::start {
namespace {

using environment::Report;

std::string_view to_string(Renderer renderer) {
    static constexpr std::array<std::string_view, 3> names{"pixman", "gles2", "vulkan"};
    return names.at(static_cast<std::size_t>(renderer));
}

Decision decide_environment(const Report& report) {
    const auto grounds = environment::grounds_of(report);
    return {
        .subject = "environment",
        .choice = environment::summary_of(report),
        .reason = grounds.empty() ? "no sign of anything else" : "by " + grounds
    };
}

Decision decide_outputs(const Outcome& outcome) {
    switch (outcome.outputs) {
    case Outputs::kms:
        return {.subject = "outputs", .choice = "KMS", .reason = outcome.outputs_text};
    case Outputs::nested:
        return {
            .subject = "outputs",
            .choice = outcome.outputs_text,
            .reason = "there is a display to be nested in"
        };
    case Outputs::headless:
        break;
    }
    return {.subject = "outputs", .choice = "virtual ones alone", .reason = outcome.outputs_text};
}

/// What draws is not what was to.
bool astray(const Plan& plan, const Outcome& outcome) {
    if (outcome.renderer == Renderer::pixman) {
        return plan && !outcome.renderer_asked;
    }
    return outcome.software || (plan && plan->device->render != outcome.render_node);
}

Decision decide_renderer(const Plan& plan, const Outcome& outcome) {
    Decision decision{.subject = "renderer", .reason = outcome.renderer_reason};
    decision.choice = to_string(outcome.renderer);
    if (!outcome.render_node.empty()) {
        decision.choice += " on " + outcome.render_node;
    }
    if (outcome.software) {
        decision.choice += ", drawn by the CPU";
    }
    // A GPU that only shows pictures is no loss when the CPU draws.
    if (astray(plan, outcome)) {
        decision.warns = true;
        if (plan) {
            decision.reason +=
                formatted("; planned was {}, as {}", plan->device->render, plan->reason);
        }
    }
    return decision;
}

Decision decide_buffers(const Outcome& outcome) {
    if (outcome.takes_dmabufs) {
        return {
            .subject = "buffers",
            .choice = "dmabuf and shared memory",
            .reason = "what draws reads the memory of GPUs"
        };
    }
    return {
        .subject = "buffers",
        .choice = "shared memory alone",
        .reason = outcome.renderer == Renderer::pixman
                      ? "the CPU draws, and does not read the memory of GPUs"
                      : "the driver takes no dmabuf"
    };
}

Decision decide_synchronization(const Outcome& outcome) {
    if (outcome.timelines) {
        return {
            .subject = "synchronization",
            .choice = "explicit, where clients want it",
            .reason = "what draws and what shows both wait for timelines"
        };
    }
    return {
        .subject = "synchronization",
        .choice = "implicit",
        .reason = outcome.renderer == Renderer::pixman ? "the CPU waits for what it reads"
                                                       : "the driver or the outputs lack timelines"
    };
}

const gpu::Device* device_of(std::span<const gpu::Device> devices, const std::string& card) {
    const auto found = std::ranges::find(devices, card, &gpu::Device::card);
    return found != devices.end() ? &*found : nullptr;
}

Decision decide_leases(std::span<const gpu::Device> devices, const Outcome& outcome) {
    if (outcome.outputs != Outputs::kms) {
        return {
            .subject = "leases", .choice = "none", .reason = "only a display on KMS can be leased"
        };
    }
    std::string cards;
    std::string undriven;
    for (const auto& card : outcome.cards) {
        cards += (cards.empty() ? "" : ", ") + card;
        const auto* device = device_of(devices, card);
        // The kernel leases it; OpenXR's runtimes then draw by Vulkan, on the card's own driver.
        if (device != nullptr && device->render.empty() && !undriven.contains(device->driver)) {
            undriven += (undriven.empty() ? "" : ", ") + device->driver;
        }
    }
    return {
        .subject = "leases",
        .choice = "headsets on " + cards,
        .reason = undriven.empty() ? "KMS leases what is plugged in there"
                                   : "KMS leases them, but no Vulkan draws on what " + undriven +
                                         " drives, which headsets' runtimes need"
    };
}

} // namespace

std::vector<Decision> decisions(
    const Report& environment,
    std::span<const gpu::Device> devices,
    const Plan& plan,
    const Outcome& outcome
) {
    return {
        decide_environment(environment),
        decide_outputs(outcome),
        decide_renderer(plan, outcome),
        decide_buffers(outcome),
        decide_synchronization(outcome),
        decide_leases(devices, outcome),
    };
}

std::string no_card_hint(const Report& environment) {
    const auto& containers = environment.containers;
    const auto& sandboxes = environment.sandboxes;
    if (!containers.layers.empty()) {
        return formatted(
            "{} was given none: exwm-vr-gpu emit writes set-ups that do so",
            containers.layers.back().id
        );
    }
    if (!sandboxes.layers.empty()) {
        return formatted("{} may hide it", sandboxes.layers.back().id);
    }
    if (environment.hypervisor.state == environment::State::found &&
        !environment.hypervisor.id.empty()) {
        return formatted("this machine of {} was given none", environment.hypervisor.id);
    }
    return {};
}

} // namespace exwm_vr::start
