// SPDX-License-Identifier: MIT
#include "ctl/commands/command_line.hpp"

#include "base/format.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <string_view>
#include <utility>

namespace exwm_vr::ctl {

namespace {

constexpr int status_failed = 1;
constexpr int status_usage = 2;

constexpr const char* footer =
    "Exit status: 0 done, 1 failed, 2 wrong usage, 3 it did not happen in time.\n"
    "See exwm-vrctl(1).";

int report(const Failure& failure, std::ostream& err) {
    err << "exwm-vrctl: " << printable(failure.message) << '\n' << std::flush;
    return failure.exit_status();
}

/// Where the command stands in @p arguments: behind options that all commands take, if there is
/// one.
std::vector<std::string>::iterator command_in(std::vector<std::string>& arguments) {
    auto word = arguments.begin();
    while (word != arguments.end() && word->starts_with('-')) {
        const bool takes_value = *word == "--socket" || *word == "--display";
        word += takes_value && std::next(word) != arguments.end() ? 2 : 1;
    }
    return word;
}

/// The words after spawn are another program's, options among them too: marks them so, unless
/// help about spawn itself is wanted.
void protect_spawned(std::vector<std::string>& arguments) {
    auto word = command_in(arguments);
    if (word == arguments.end() || *word != "spawn") {
        return;
    }
    ++word;
    if (word != arguments.end() && *word != "--" && *word != "-h" && *word != "--help") {
        arguments.insert(word, "--");
    }
}

/// A file's function, and the names of what it adds.
struct Group {
    void (*add)(CommandLine&);
    std::vector<std::string_view> commands;
};

/// In the order in which help lists them.
std::vector<Group> groups() {
    return {
        {add_list_commands, {"list", "outputs", "workspaces"}},
        {add_window_commands, {"focus", "close", "move", "resize", "fullscreen", "float"}},
        {add_workspace_commands, {"workspace", "move-to-workspace", "layout"}},
        {add_output_commands, {"output"}},
        {add_input_commands, {"inputs"}},
        {add_gpu_commands, {"gpus"}},
        {add_gpu_group, {"gpu"}},
        {add_client_commands, {"clients"}},
        {add_client_socket_command, {"client-socket"}},
        {add_lease_commands, {"headsets", "lease"}},
        {add_doctor_commands, {"doctor"}},
        {add_screenshot_command, {"screenshot"}},
        {add_icon_command, {"icon"}},
        {add_keyboard_commands, {"type", "key"}},
        {add_pointer_commands, {"click", "move-pointer", "drag", "scroll", "pointer-position"}},
        {add_wait_commands, {"wait"}},
        {add_compositor_commands, {"events", "raw", "status", "reload", "spawn", "exit"}},
    };
}

} // namespace

CommandLine::CommandLine()
    : app_("Drives the exwm-vr compositor, and in part any wlroots compositor", "exwm-vrctl") {
    app_.set_version_flag(
        "--version", "exwm-vrctl " EXWM_VR_VERSION, "Print the version and leave"
    );
    app_.set_help_flag("-h,--help", "Print this help and leave");
    app_.footer(footer);
    app_.require_subcommand(1);
    app_.failure_message([](const CLI::App*, const CLI::Error& error) {
        return formatted("exwm-vrctl: {}\nTry exwm-vrctl --help.\n", printable(error.what()));
    });
    app_.add_flag("--json", options_.json, "Print JSON");
    app_.add_option(
            "--socket",
            options_.socket,
            "exwm-vr's IPC socket (default: $EXWM_VR_IPC, then "
            "$XDG_RUNTIME_DIR/ewwm-ipc.sock)"
    )
        ->type_name("PATH");
    app_.add_option("--display", options_.display, "Wayland display (default: $WAYLAND_DISPLAY)")
        ->type_name("NAME");
}

CLI::App& CommandLine::add(const std::string& name, const std::string& help, Action action) {
    return add_to(app_, name, help, std::move(action));
}

CLI::App& CommandLine::add_to(
    CLI::App& parent, const std::string& name, const std::string& help, Action action
) {
    CLI::App* const command = parent.add_subcommand(name, help);
    command->fallthrough(); // options of all commands may also stand behind the command
    command->callback([this, action = std::move(action)] { action_ = action; });
    return *command;
}

CLI::App& CommandLine::add_group(const std::string& name, const std::string& help) {
    CLI::App* const group = app_.add_subcommand(name, help);
    group->fallthrough();
    group->require_subcommand(1);
    return *group;
}

int CommandLine::run(
    std::vector<std::string> arguments, std::ostream& out, std::ostream& err, bool colour
) {
    try {
        protect_spawned(arguments);
        std::ranges::reverse(arguments); // as CLI11 takes them
        app_.parse(std::move(arguments));
        Context context(options_, out, colour);
        const Outcome<void> done = action_(context);
        if (!done) {
            return report(done.error(), err);
        }
        if (!out) {
            return report(Error{"cannot write the output"}, err);
        }
        return 0;
    } catch (const CLI::ParseError& error) {
        return app_.exit(error, out, err) == 0 ? 0 : status_usage;
    } catch (const std::exception& error) {
        err << "exwm-vrctl: " << error.what() << '\n';
        return status_failed;
    }
}

CLI::Option*
add_duration(CLI::App& command, const std::string& name, milliseconds& value, std::string help) {
    return command
        .add_option_function<std::string>(
            name,
            [&value](const std::string& text) {
                const auto duration = parse_duration(text);
                if (!duration) {
                    throw CLI::ValidationError(duration.error().message);
                }
                value = *duration;
            },
            std::move(help)
        )
        ->type_name("TIME")
        ->default_str(to_string(value));
}

std::unique_ptr<CommandLine> make_command_line(std::string_view command) {
    auto line = std::make_unique<CommandLine>();
    const auto all = groups();
    const auto wanted = std::ranges::find_if(all, [&](const Group& group) {
        return std::ranges::contains(group.commands, command);
    });
    if (wanted != all.end()) {
        wanted->add(*line);
        return line;
    }
    for (const Group& group : all) {
        group.add(*line);
    }
    return line;
}

int run_command_line(
    std::vector<std::string> arguments, std::ostream& out, std::ostream& err, bool colour
) {
    const auto command = command_in(arguments);
    const auto line = make_command_line(command == arguments.end() ? "" : *command);
    return line->run(std::move(arguments), out, err, colour);
}

} // namespace exwm_vr::ctl
