// SPDX-License-Identifier: MIT
// workspace, move-to-workspace, layout.
#include "ctl/commands/command_line.hpp"

namespace exwm_vr::ctl {

namespace {

constexpr int most_workspaces = 1024;

struct WorkspaceArguments {
    std::string window;
    int number = 1;
    std::string output;
};

ipc::Plist fields_of(const WorkspaceArguments& arguments) {
    ipc::Plist fields;
    fields.set("workspace", arguments.number - 1); // people count from 1, IPC from 0
    if (!arguments.output.empty()) {
        fields.set("output", arguments.output);
    }
    return fields;
}

void add_number(CLI::App& command, WorkspaceArguments& arguments) {
    command.add_option("N", arguments.number, "The workspace, counted from 1")
        ->required()
        ->check(CLI::Range(1, most_workspaces));
}

void add_output(CLI::App& command, WorkspaceArguments& arguments, const std::string& help) {
    command.add_option("--output", arguments.output, help)->type_name("NAME");
}

} // namespace

void add_workspace_commands(CommandLine& line) {
    const auto shown = std::make_shared<WorkspaceArguments>();
    CLI::App& show = line.add("workspace", "Show a workspace", [shown](Context& context) {
        return context.tell("workspace-switch", fields_of(*shown));
    });
    add_number(show, *shown);
    add_output(show, *shown, "On this output (default: the focused one)");

    const auto moved = std::make_shared<WorkspaceArguments>();
    CLI::App& move =
        line.add("move-to-workspace", "Move a window to a workspace", [moved](Context& context) {
            const auto window = context.window_id(moved->window);
            if (!window) {
                return Outcome<void>(std::unexpected(window.error()));
            }
            ipc::Plist fields = fields_of(*moved);
            fields.set("surface-id", *window);
            return context.tell("workspace-move-surface", std::move(fields));
        });
    move.add_option("ID", moved->window, "A number from list, or \"focused\"")->required();
    add_number(move, *moved);
    add_output(move, *moved, "Of this output (default: the one that the window is on)");

    const auto layout = std::make_shared<std::string>();
    CLI::App& set =
        line.add("layout", "Set the layout of the shown workspace", [layout](Context& context) {
            ipc::Plist fields;
            if (*layout == "next") {
                return context.tell("layout-cycle");
            }
            fields.set("layout", *layout);
            return context.tell("layout-set", std::move(fields));
        });
    set.add_option("NAME", *layout, "tiling, grid, monocle, floating or next")
        ->required()
        ->check(CLI::IsMember({"tiling", "grid", "monocle", "floating", "next"}));
}

} // namespace exwm_vr::ctl
