// SPDX-License-Identifier: MIT
// Workspaces. Each output has its own; version 1 knows no outputs and sees one row of them.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr std::int64_t max_workspace = 1023;

/// Workspaces of the same number on all outputs as one; it is shown when the focused output
/// shows it. No window is lost to a peer that cannot say which output it means.
std::vector<wm::WorkspaceInfo> merged(std::vector<wm::WorkspaceInfo> all, OutputId focused_output) {
    std::map<int, wm::WorkspaceInfo> by_index;
    for (wm::WorkspaceInfo& info : all) {
        auto [entry, added] = by_index.try_emplace(info.index, info);
        wm::WorkspaceInfo& whole = entry->second;
        if (added) {
            whole.active = info.active && info.output == focused_output;
            continue;
        }
        whole.windows.insert(whole.windows.end(), info.windows.begin(), info.windows.end());
        whole.urgent = whole.urgent || info.urgent;
        whole.focused = whole.focused || info.focused;
        if (info.output == focused_output) {
            whole.active = info.active;
            whole.name = info.name;
            whole.layout = info.layout;
        }
    }
    std::vector<wm::WorkspaceInfo> rows;
    rows.reserve(by_index.size());
    for (auto& [index, info] : by_index) {
        rows.push_back(std::move(info));
    }
    return rows;
}

Result<Plist> list(Call& call) {
    const wm::Model& model = call.desktop.model();
    auto workspaces = model.workspaces();
    const bool merge = call.session.version == 1;
    if (merge) {
        workspaces = merged(std::move(workspaces), model.focused_output());
    }
    const auto outputs = call.desktop.outputs();
    std::vector<Value> entries;
    for (wm::WorkspaceInfo& info : workspaces) {
        std::erase_if(info.windows, [&call](WindowId id) {
            const auto surface = call.desktop.surface(id);
            return surface && call.session.hides(surface->pid);
        });
        const auto output = std::ranges::find(outputs, info.output, &Output::id);
        const bool named = !merge && output != outputs.end();
        entries.push_back(workspace_plist(info, named ? output->name : std::string()).take());
    }
    return Plist().set("workspaces", List{std::move(entries)});
}

Result<OutputId> wanted_output(const Call& call, OutputId otherwise) {
    const auto output = find_output_if(call);
    if (!output) {
        return std::unexpected(output.error());
    }
    return *output ? (*output)->id : otherwise;
}

Result<int> read_workspace(const Call& call) {
    const auto index = call.request.integer("workspace", 0, max_workspace);
    if (!index) {
        return std::unexpected(index.error());
    }
    return static_cast<int>(*index);
}

Result<Plist> show(Call& call) {
    const auto index = read_workspace(call);
    if (!index) {
        return std::unexpected(index.error());
    }
    const auto output = wanted_output(call, OutputId{});
    if (!output) {
        return std::unexpected(output.error());
    }
    if (const auto shown = call.desktop.model().show_workspace(*index, *output); !shown) {
        return fail("invalid :workspace ({})", shown.error().message);
    }
    call.desktop.model_changed();
    return Plist().set("workspace", *index);
}

Result<Plist> move_surface(Call& call) {
    const auto surface = find_surface(call);
    if (!surface) {
        return std::unexpected(surface.error());
    }
    const auto index = read_workspace(call);
    if (!index) {
        return std::unexpected(index.error());
    }
    const auto output = wanted_output(call, surface->state.output);
    if (!output) {
        return std::unexpected(output.error());
    }
    const auto moved = call.desktop.model().move_to_workspace(surface->id, *index, *output);
    if (!moved) {
        return fail("invalid :workspace ({})", moved.error().message);
    }
    call.desktop.model_changed();
    Plist plist;
    plist.set("surface-id", surface->id.value).set("workspace", *index);
    return plist;
}

constexpr std::array table{
    Handler{"workspace-list", list},
    Handler{"workspace-switch", show},
    Handler{"workspace-move-surface", move_surface},
};

} // namespace

std::span<const Handler> workspaces() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
