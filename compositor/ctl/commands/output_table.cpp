// SPDX-License-Identifier: MIT
#include "ctl/commands/output_table.hpp"

#include "base/format.hpp"
#include "ctl/wayland/output_manager.hpp"
#include "ctl/wayland/outputs.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

Outcome<std::vector<OutputInfo>> outputs_by_ipc(Context& context) {
    const auto reply = context.request("output-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    return read_outputs(*reply);
}

Outcome<std::vector<OutputInfo>> outputs_by_wayland(Context& context) {
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const auto manager = OutputManager::open(**connection, Deadline::after(patience));
    if (!manager) {
        return std::unexpected(manager.error());
    }
    const auto shown = Outputs::open(**connection, Deadline::after(patience));
    if (!shown) {
        return std::unexpected(shown.error());
    }
    std::vector<OutputInfo> outputs;
    for (const OutputHead* head : (*manager)->heads()) {
        OutputInfo& output = outputs.emplace_back();
        output.name = head->name;
        output.description = head->description;
        output.enabled = head->enabled;
        if (head->enabled && head->current_mode != nullptr) {
            output.mode = head->current_mode->size;
            output.refresh_mhz = head->current_mode->refresh_mhz;
        }
        output.scale = head->scale;
        output.adaptive_sync = head->adaptive_sync;
        output.transform = config::to_string(head->transform);
        if (const WaylandOutput* const found = (*shown)->find(head->name)) {
            output.box = found->box();
        }
    }
    return outputs;
}

std::string state_text(const OutputInfo& output) {
    std::string text = output.enabled ? "on" : "off";
    text += output.focused ? ",focused" : "";
    text += output.is_virtual ? ",virtual" : "";
    text += output.adaptive_sync ? ",adaptive-sync" : "";
    return text;
}

} // namespace

std::string mode_text(Size size, int refresh_mhz) {
    if (size.empty()) {
        return "-";
    }
    const auto text = formatted("{}x{}", size.width, size.height);
    return refresh_mhz == 0 ? text : formatted("{}@{:g}", text, refresh_mhz / 1000.0);
}

json json_of_mode(Size size, int refresh_mhz) {
    if (size.empty()) {
        return nullptr;
    }
    return {{"width", size.width}, {"height", size.height}, {"refresh_hz", refresh_mhz / 1000.0}};
}

std::string to_string(Box box) {
    return box.empty() ? "-" : formatted("{}x{}{:+}{:+}", box.width, box.height, box.x, box.y);
}

json json_of(Box box) {
    if (box.empty()) {
        return nullptr;
    }
    return {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}};
}

json json_of(const OutputInfo& output) {
    return {
        {"name", output.name},
        {"description", output.description},
        {"enabled", output.enabled},
        {"virtual", output.is_virtual},
        {"focused", output.focused},
        {"mode", json_of_mode(output.mode, output.refresh_mhz)},
        {"scale", output.scale},
        {"adaptive_sync", output.adaptive_sync},
        {"transform", output.transform},
        {"box", json_of(output.box)},
        {"usable", json_of(output.usable)},
        {"workspace", output.workspace == 0 ? json() : json(output.workspace)},
    };
}

Outcome<void> list_outputs(Context& context) {
    const auto client = context.ipc_if_any();
    if (!client) {
        return std::unexpected(client.error());
    }
    const auto outputs = *client == nullptr ? outputs_by_wayland(context) : outputs_by_ipc(context);
    if (!outputs) {
        return std::unexpected(outputs.error());
    }
    if (context.json()) {
        json array = json::array();
        for (const OutputInfo& output : *outputs) {
            array.push_back(json_of(output));
        }
        context.print(array);
        return {};
    }
    Table table({"NAME", "STATE", "MODE", "SCALE", "TRANSFORM", "BOX", "WORKSPACE", "DESCRIPTION"});
    for (const OutputInfo& output : *outputs) {
        table.add({
            output.name,
            state_text(output),
            mode_text(output.mode, output.refresh_mhz),
            formatted("{:g}", output.scale),
            output.transform.empty() ? "-" : output.transform,
            to_string(output.box),
            output.workspace == 0 ? "-" : std::to_string(output.workspace),
            output.description,
        });
    }
    context.print(table);
    return {};
}

} // namespace exwm_vr::ctl
