// SPDX-License-Identifier: MIT
#include "passthrough/tool/command_line.hpp"

#include "base/format.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>

namespace exwm_vr::gpu_tool {

namespace {

constexpr int status_failed = 1;
constexpr int status_usage = 2;

constexpr const char* footer = "Exit status: 0 done, 1 failed, 2 wrong usage.\n"
                               "See exwm-vr-gpu(1).";

} // namespace

void Context::print(const Table& table) {
    out_ << table.to_string(colour_);
}

void Context::print(const nlohmann::json& json) {
    // What came from files need not be UTF-8.
    out_ << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void Context::print_line(std::string_view line) {
    out_ << printable(line) << '\n';
}

CommandLine::CommandLine()
    : app_("Says what machine this is and what its GPUs can be used for", "exwm-vr-gpu") {
    app_.set_version_flag(
        "--version", "exwm-vr-gpu " EXWM_VR_VERSION, "Print the version and leave"
    );
    app_.set_help_flag("-h,--help", "Print this help and leave");
    app_.footer(footer);
    app_.require_subcommand(1);
    app_.failure_message([](const CLI::App* app, const CLI::Error& error) {
        // CLI11 only says that there is no command, not that a word is none.
        const auto words = app->remaining();
        const bool is_no_command = error.get_name() == "RequiredError" && !words.empty();
        return formatted(
            "exwm-vr-gpu: {}\nTry exwm-vr-gpu --help.\n",
            printable(is_no_command ? "there is no command " + words.front() : error.what())
        );
    });
    app_.add_flag("--json", json_, "Print JSON");
}

CLI::App& CommandLine::add(const std::string& name, const std::string& help, Action action) {
    return add_to(app_, name, help, std::move(action));
}

CLI::App& CommandLine::add_group(const std::string& name, const std::string& help) {
    CLI::App* const group = app_.add_subcommand(name, help);
    group->fallthrough();
    group->require_subcommand(1);
    return *group;
}

CLI::App& CommandLine::add_to(
    CLI::App& group, const std::string& name, const std::string& help, Action action
) {
    CLI::App* const command = group.add_subcommand(name, help);
    command->fallthrough(); // options of all commands may also stand behind the command
    command->callback([this, action = std::move(action)] { action_ = action; });
    return *command;
}

int CommandLine::run(
    std::vector<std::string> arguments, std::ostream& out, std::ostream& err, bool colour
) {
    try {
        std::ranges::reverse(arguments); // as CLI11 takes them
        app_.parse(std::move(arguments));
        Context context(json_, out, colour);
        if (const auto done = action_(context); !done) {
            err << "exwm-vr-gpu: " << printable(done.error().message) << '\n' << std::flush;
            return status_failed;
        }
        if (!out.flush()) {
            err << "exwm-vr-gpu: cannot write the output\n";
            return status_failed;
        }
        return 0;
    } catch (const CLI::ParseError& error) {
        return app_.exit(error, out, err) == 0 ? 0 : status_usage;
    } catch (const std::exception& error) {
        err << "exwm-vr-gpu: " << error.what() << '\n';
        return status_failed;
    }
}

std::unique_ptr<CommandLine> make_command_line() {
    auto line = std::make_unique<CommandLine>();
    add_env_command(*line);
    add_gpu_commands(*line);
    add_plan_commands(*line);
    add_verify_commands(*line);
    add_policy_command(*line);
    add_guests_command(*line);
    add_audit_command(*line);
    add_check_command(*line);
    add_vfio_commands(*line);
    return line;
}

} // namespace exwm_vr::gpu_tool
