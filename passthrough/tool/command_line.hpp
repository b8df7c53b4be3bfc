// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/table.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu_tool {

/// What a command prints to, and how.
class Context {
public:
    /// @p colour: ANSI escapes are welcome on @p out, which must outlive this.
    Context(bool json, std::ostream& out, bool colour)
        : json_(json)
        , out_(out)
        , colour_(colour) {}

    [[nodiscard]] bool json() const { return json_; }

    void print(const Table& table);
    /// On several lines.
    void print(const nlohmann::json& json);
    void print_line(std::string_view line);

    [[nodiscard]] std::ostream& out() { return out_; }

private:
    bool json_;
    std::ostream& out_;
    bool colour_;
};

/// The arguments of exwm-vr-gpu: the options that all commands take, and the commands.
class CommandLine {
public:
    /// What a command does once its arguments are understood. A CLI::Error that it throws is
    /// wrong usage, an error that it returns is a failure.
    using Action = std::function<Result<void>(Context&)>;

    CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    ~CommandLine() = default;

    /// Adds a command. The caller gives it its own options, whose storage @p action keeps.
    CLI::App& add(const std::string& name, const std::string& help, Action action);
    /// Adds a command that has commands, of which one must be given.
    CLI::App& add_group(const std::string& name, const std::string& help);
    /// The same as add(), to one of these.
    CLI::App&
    add_to(CLI::App& group, const std::string& name, const std::string& help, Action action);

    /// Understands @p arguments (without the program's name) and does what they say. Returns the
    /// exit status; what is printed goes to @p out, failures to @p err.
    int run(std::vector<std::string> arguments, std::ostream& out, std::ostream& err, bool colour);

    [[nodiscard]] const CLI::App& app() const { return app_; }

private:
    CLI::App app_;
    bool json_ = false;
    Action action_;
};

// One function a file of commands.
void add_audit_command(CommandLine& line);   ///< audit
void add_check_command(CommandLine& line);   ///< check
void add_env_command(CommandLine& line);     ///< env
void add_gpu_commands(CommandLine& line);    ///< list, choose, and show
void add_guests_command(CommandLine& line);  ///< guests
void add_plan_commands(CommandLine& line);   ///< plan, emit
void add_policy_command(CommandLine& line);  ///< policy
void add_show_command(CommandLine& line);    ///< show
void add_verify_commands(CommandLine& line); ///< verify, recommend, doctor
void add_vfio_commands(CommandLine& line);   ///< vfio status, bind, unbind, restore

/// All of them.
[[nodiscard]] std::unique_ptr<CommandLine> make_command_line();

} // namespace exwm_vr::gpu_tool
