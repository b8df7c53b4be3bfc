// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/commands/context.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::ctl {

/// The arguments of exwm-vrctl: the options that all commands take, and the commands.
class CommandLine {
public:
    /// What a command does once its arguments are understood.
    using Action = std::function<Outcome<void>(Context&)>;

    CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    ~CommandLine() = default;

    /// Adds a command. The caller gives it its own options, whose storage @p action keeps.
    CLI::App& add(const std::string& name, const std::string& help, Action action);
    /// The same for a command with commands of its own, which are added to @p parent.
    CLI::App&
    add_to(CLI::App& parent, const std::string& name, const std::string& help, Action action);
    /// A command that only holds others.
    CLI::App& add_group(const std::string& name, const std::string& help);

    /// Understands @p arguments (without the program's name) and does what they say. Returns the
    /// exit status; what is printed goes to @p out, failures to @p err.
    int run(std::vector<std::string> arguments, std::ostream& out, std::ostream& err, bool colour);

    [[nodiscard]] const CLI::App& app() const { return app_; }

private:
    CLI::App app_;
    GlobalOptions options_;
    Action action_;
};

// One function a file of commands.
void add_list_commands(CommandLine& line);         ///< list, outputs, workspaces
void add_window_commands(CommandLine& line);       ///< focus, close, move, resize, fullscreen, …
void add_workspace_commands(CommandLine& line);    ///< workspace, move-to-workspace, layout
void add_output_commands(CommandLine& line);       ///< output list, add, remove, set
void add_input_commands(CommandLine& line);        ///< inputs
void add_client_commands(CommandLine& line);       ///< clients
void add_client_socket_command(CommandLine& line); ///< client-socket
void add_lease_commands(CommandLine& line);        ///< headsets, lease list, revoke, allow, deny
void add_gpu_commands(CommandLine& line);          ///< gpus
void add_gpu_group(CommandLine& line);             ///< gpu list, decisions, release, acquire
void add_doctor_commands(CommandLine& line);       ///< doctor vr
void add_screenshot_command(CommandLine& line);    ///< screenshot
void add_icon_command(CommandLine& line);          ///< icon
void add_keyboard_commands(CommandLine& line);     ///< type, key
void add_pointer_commands(CommandLine& line);      ///< click, move-pointer, drag, scroll, …
void add_wait_commands(CommandLine& line);         ///< wait window, output, idle
void add_compositor_commands(CommandLine& line);   ///< events, raw, status, reload, spawn, exit

/// With the commands of @p command's file alone, or where there is no such command, with all: they
/// are so many that to know them all takes most of the time that a command takes.
[[nodiscard]] std::unique_ptr<CommandLine> make_command_line(std::string_view command = {});

/// CommandLine::run() of one that has the command which @p arguments name.
int run_command_line(
    std::vector<std::string> arguments, std::ostream& out, std::ostream& err, bool colour
);

/// Options whose value must be a time, e.g. "5s".
CLI::Option*
add_duration(CLI::App& command, const std::string& name, milliseconds& value, std::string help);

} // namespace exwm_vr::ctl
