// SPDX-License-Identifier: MIT
// gpus: DRM devices, and which of them the compositor takes for what. Needs no compositor.
#include "base/format.hpp"
#include "base/table.hpp"
#include "ctl/commands/command_line.hpp"
#include "passthrough/gpu/choose.hpp"
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

std::string outputs_of(const gpu::Device& device) {
    std::string text;
    for (const auto& connector : device.connectors) {
        text += (text.empty() ? "" : " ") + connector.name + (connector.connected ? "*" : "");
    }
    return or_dash(std::move(text));
}

const gpu::Chosen* chosen_card(const Plan& plan, const gpu::Device& device) {
    if (!plan.cards) {
        return nullptr;
    }
    const auto found = std::ranges::find(*plan.cards, &device, &gpu::Chosen::device);
    return found != plan.cards->end() ? &*found : nullptr;
}

json json_of(const Plan& plan, const gpu::Device& device) {
    json connectors = json::array();
    for (const auto& connector : device.connectors) {
        connectors.push_back({{"name", connector.name}, {"connected", connector.connected}});
    }
    const auto text = [](const std::string& value) { return value.empty() ? json() : json(value); };
    const auto* card = chosen_card(plan, device);
    const bool renders = plan.renderer && plan.renderer->device == &device;
    return {
        {"bus", device.bus},
        {"name", text(device.name)},
        {"driver", device.driver},
        {"card", text(device.card)},
        {"render_node", text(device.render)},
        {"seat", device.seat},
        {"boot_display", device.boot_display},
        {"connectors", connectors},
        {"outputs_used", card != nullptr ? json(card->reason) : json()},
        {"renders", renders ? json(plan.renderer->reason) : json()},
    };
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
    Table table({"BUS", "DRIVER", "CARD", "RENDER-NODE", "OUTPUTS", "NAME"});
    for (const auto& device : plan.devices) {
        table.add(
            {device.bus,
             or_dash(device.driver),
             or_dash(device.card),
             or_dash(device.render),
             outputs_of(device),
             or_dash(device.name)}
        );
    }
    context.print(table);
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
    return {};
}

} // namespace

void add_gpu_commands(CommandLine& line) {
    line.add("gpus", "List GPUs, and which of them is used for what by default", run);
}

} // namespace exwm_vr::ctl
