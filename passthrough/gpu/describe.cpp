// SPDX-License-Identifier: MIT
#include "passthrough/gpu/describe.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::gpu {
namespace {

using nlohmann::json;

json text_or_null(const std::string& text) {
    return text.empty() ? json() : json(text);
}

std::string outputs_of(const Device& device) {
    std::string text;
    for (const auto& connector : device.connectors) {
        text += (text.empty() ? "" : " ") + connector.name + (connector.connected ? "*" : "");
    }
    return or_dash(std::move(text));
}

} // namespace

json json_of(const Device& device) {
    json connectors = json::array();
    for (const auto& connector : device.connectors) {
        connectors.push_back({{"name", connector.name}, {"connected", connector.connected}});
    }
    return {
        {"bus", device.bus},
        {"name", text_or_null(device.name)},
        {"driver", device.driver},
        {"card", text_or_null(device.card)},
        {"render_node", text_or_null(device.render)},
        {"seat", device.seat},
        {"boot_display", device.boot_display},
        {"connectors", connectors},
    };
}

Table table_of(std::span<const Device> devices) {
    Table table({"BUS", "DRIVER", "CARD", "RENDER-NODE", "OUTPUTS", "NAME"});
    for (const auto& device : devices) {
        table.add(
            {device.bus,
             or_dash(device.driver),
             or_dash(device.card),
             or_dash(device.render),
             outputs_of(device),
             or_dash(device.name)}
        );
    }
    return table;
}

} // namespace exwm_vr::gpu
