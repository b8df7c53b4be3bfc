// SPDX-License-Identifier: MIT
// gpus: DRM devices, and which of them the compositor takes for what. Needs no compositor; says
// what one decided if it is there.
#include "base/format.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/replies.hpp"
#include "passthrough/gpu/choose.hpp"
#include "passthrough/gpu/describe.hpp"
#include "passthrough/gpu/inventory.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

struct Plan {
    std::vector<gpu::Device> devices = gpu::take_inventory();
    Result<std::vector<gpu::Chosen>> cards = gpu::choose_cards(devices, {});
    Result<gpu::Chosen> renderer = gpu::choose_renderer(
        devices, {}, cards && !cards->empty() ? cards->front().device : nullptr
    );
};

const gpu::Chosen* chosen_card(const Plan& plan, const gpu::Device& device) {
    if (!plan.cards) {
        return nullptr;
    }
    const auto found = std::ranges::find(*plan.cards, &device, &gpu::Chosen::device);
    return found != plan.cards->end() ? &*found : nullptr;
}

json json_of(const Plan& plan, const gpu::Device& device) {
    const auto* card = chosen_card(plan, device);
    const bool renders = plan.renderer && plan.renderer->device == &device;
    json described = gpu::json_of(device);
    described["outputs_used"] = card != nullptr ? json(card->reason) : json();
    described["renders"] = renders ? json(plan.renderer->reason) : json();
    return described;
}

/// What came of it in the session that we are in, if any.
void print_session(Context& context) {
    const auto reply = context.request("decisions");
    const auto decisions = reply ? read_decisions(*reply) : Result<std::vector<DecisionInfo>>();
    if (!decisions) {
        return;
    }
    for (const auto& decision : *decisions) {
        context.print_line(formatted(
            "This session's {}: {}: {}{}",
            decision.subject,
            decision.choice,
            decision.reason,
            decision.warns ? " (not as planned)" : ""
        ));
    }
}

Outcome<void> run(Context& context) {
    const Plan plan;
    if (context.json()) {
        json all = json::array();
        for (const auto& device : plan.devices) {
            all.push_back(json_of(plan, device));
        }
        context.print(all);
        return {};
    }
    context.print(gpu::table_of(plan.devices));
    if (plan.cards) {
        for (const auto& card : *plan.cards) {
            context.print_line(formatted("Outputs: {}: {}", card.device->card, card.reason));
        }
    } else {
        context.print_line(formatted("Outputs: {}", plan.cards.error().message));
    }
    if (plan.renderer) {
        context.print_line(
            formatted("Drawing: {}: {}", plan.renderer->device->render, plan.renderer->reason)
        );
    } else {
        context.print_line(formatted("Drawing: in software: {}", plan.renderer.error().message));
    }
    print_session(context);
    return {};
}

} // namespace

void add_gpu_commands(CommandLine& line) {
    line.add("gpus", "List GPUs, and which of them is used for what by default", run);
}

} // namespace exwm_vr::ctl
