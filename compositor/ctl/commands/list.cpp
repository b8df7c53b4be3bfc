// SPDX-License-Identifier: MIT
// list, outputs, workspaces: what there is.
#include "ctl/commands/command_line.hpp"
#include "ctl/commands/output_table.hpp"
#include "ctl/replies.hpp"
#include "ctl/wayland/toplevels.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

/// "focused,floating", or "-".
std::string words(std::initializer_list<std::pair<bool, std::string_view>> states) {
    std::string text;
    for (const auto& [is_so, word] : states) {
        if (is_so) {
            text += text.empty() ? "" : ",";
            text += word;
        }
    }
    return text.empty() ? "-" : text;
}

json json_of_window(const WindowInfo& window) {
    return {
        {"id", std::to_string(window.id)},
        {"app_id", window.app_id},
        {"title", window.title},
        {"pid", window.pid == 0 ? json() : json(window.pid)},
        {"x11", window.x11},
        {"tag", window.tag.empty() ? json() : json(window.tag)},
        {"icon", window.icon.empty() ? json() : json(window.icon)},
        {"icon_sizes", window.icon_sizes},
        {"icon_serial", window.icon_serial},
        {"output", window.output.empty() ? json() : json(window.output)},
        {"workspace", window.workspace},
        {"mode", window.mode},
        {"fullscreen", window.fullscreen},
        {"focused", window.focused},
        {"urgent", window.urgent},
        {"box", json_of(window.box)},
    };
}

Outcome<void> list_by_ipc(Context& context) {
    const auto reply = context.request("surface-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto windows = read_windows(*reply);
    if (!windows) {
        return std::unexpected(windows.error());
    }
    json array = json::array();
    Table table({"ID", "APP-ID", "OUTPUT", "WORKSPACE", "STATE", "BOX", "TITLE"});
    for (const WindowInfo& window : *windows) {
        array.push_back(json_of_window(window));
        table.add({
            std::to_string(window.id),
            window.app_id.empty() ? "-" : window.app_id,
            window.output.empty() ? "-" : window.output,
            std::to_string(window.workspace),
            words({
                {window.focused, "focused"},
                {window.mode != "tiled", window.mode},
                {window.fullscreen, "fullscreen"},
                {window.urgent, "urgent"},
            }),
            to_string(window.box),
            window.title,
        });
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

/// For compositors without our IPC: what the standard protocol tells.
Outcome<void> list_by_wayland(Context& context) {
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const auto toplevels = Toplevels::open(**connection, Deadline::after(patience));
    if (!toplevels) {
        return std::unexpected(toplevels.error());
    }
    json array = json::array();
    Table table({"ID", "APP-ID", "TITLE"});
    for (const Toplevel* window : (*toplevels)->all()) {
        array.push_back(
            {{"id", window->identifier}, {"app_id", window->app_id}, {"title", window->title}}
        );
        table.add(
            {window->identifier, window->app_id.empty() ? "-" : window->app_id, window->title}
        );
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

Outcome<void> list_windows(Context& context) {
    const auto client = context.ipc_if_any();
    if (!client) {
        return std::unexpected(client.error());
    }
    return *client == nullptr ? list_by_wayland(context) : list_by_ipc(context);
}

Outcome<void> list_workspaces(Context& context) {
    const auto reply = context.request("workspace-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto workspaces = read_workspaces(*reply);
    if (!workspaces) {
        return std::unexpected(workspaces.error());
    }
    json array = json::array();
    Table table({"OUTPUT", "WORKSPACE", "STATE", "LAYOUT", "WINDOWS"});
    for (const WorkspaceInfo& workspace : *workspaces) {
        json ids = json::array();
        for (const std::int64_t id : workspace.windows) {
            ids.push_back(std::to_string(id));
        }
        array.push_back({
            {"output", workspace.output.empty() ? json() : json(workspace.output)},
            {"workspace", workspace.number},
            {"name", workspace.name},
            {"layout", workspace.layout},
            {"shown", workspace.active},
            {"focused", workspace.focused},
            {"urgent", workspace.urgent},
            {"windows", ids},
        });
        table.add({
            workspace.output.empty() ? "-" : workspace.output,
            std::to_string(workspace.number),
            words({
                {workspace.focused, "focused"},
                {workspace.active, "shown"},
                {workspace.urgent, "urgent"},
            }),
            workspace.layout,
            std::to_string(workspace.windows.size()),
        });
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

} // namespace

void add_list_commands(CommandLine& line) {
    line.add("list", "List windows", list_windows);
    line.add("outputs", "List outputs", list_outputs);
    line.add("workspaces", "List workspaces", list_workspaces);
}

} // namespace exwm_vr::ctl
