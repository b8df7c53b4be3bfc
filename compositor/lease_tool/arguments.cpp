// SPDX-License-Identifier: MIT
#include "lease_tool/arguments.hpp"

#include "base/format.hpp"
#include "base/number.hpp"
#include "config/text.hpp"
#include "ctl/deadline.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

namespace exwm_vr::lease_tool {

namespace {

using config::CliExit;
using config::in_quotes;

constexpr std::string_view program = "exwm-vr-lease";
constexpr std::uint64_t most_frames = 1'000'000'000;

constexpr std::string_view footer =
    "COMMAND gets the lease as an open descriptor, whose number is in DRM_LEASE_FD.\n"
    "Exit status: that of COMMAND, or 0 done, 1 failed, 2 wrong usage, 3 nothing came in time.\n"
    "See exwm-vr-lease(1).";

CliExit wrong_usage(std::string_view message) {
    return {
        .status = 2,
        .text = formatted("{0}: {1}\nTry \"{0} --help\".\n", program, message),
        .to_stderr = true,
    };
}

/// What a value's reader throws at the parser, which names the option.
[[noreturn]] void refuse(const std::string& option, const std::string& message) {
    throw CLI::ValidationError(option, message);
}

std::chrono::milliseconds read_time(const std::string& option, const std::string& text) {
    const auto time = ctl::parse_duration(text);
    if (!time) {
        refuse(option, time.error().message);
    }
    return *time;
}

void add_pattern_options(CLI::App& app, Arguments& arguments) {
    app.add_option_function<std::string>(
           "--seconds",
           [&arguments](const std::string& text) {
               arguments.show_limit = read_time("--seconds", text);
           },
           "End the test picture after so long"
    )
        ->type_name("N");
    app.add_option_function<std::string>(
           "--frames",
           [&arguments](const std::string& text) {
               arguments.frame_limit = parse_number<std::uint64_t>(text, 1, most_frames);
               if (!arguments.frame_limit) {
                   refuse(
                       "--frames",
                       formatted(
                           "expected a number from 1 to {}, got {}", most_frames, in_quotes(text)
                       )
                   );
               }
           },
           "End the test picture after so many flips"
    )
        ->type_name("N");
}

void add_options(CLI::App& app, Arguments& arguments) {
    app.get_formatter()->column_width(28);
    app.get_formatter()->right_column_width(50);
    app.usage(formatted(
        "Usage: {0} [OPTIONS] -- COMMAND [ARGUMENT...]\n       {0} [OPTIONS] --list | --pattern",
        program
    ));
    app.add_flag("--list", "List the headsets that are offered");
    app.add_flag("--pattern", "Show a test picture");
    app.add_option_function<std::string>(
           "--connector",
           [&arguments](const std::string& name) {
               if (name.empty()) {
                   refuse("--connector", "expected a connector such as DP-1, got nothing");
               }
               arguments.connector = name;
           },
           "Take this one; default: whichever is offered first"
    )
        ->type_name("NAME");
    app.add_option_function<std::string>(
           "--wait",
           [&arguments](const std::string& text) {
               arguments.wait = true;
               if (!text.empty()) {
                   arguments.wait_limit = read_time("--wait", text);
               }
           },
           "Wait until it is offered, for at most so long"
    )
        ->type_name("[=SECONDS]")
        ->expected(0, 1);
    app.add_flag(
        "--leave-running", arguments.leave_running, "Do not end COMMAND when the lease ends"
    );
    app.add_flag(
        "--watch",
        arguments.watch,
        "Take no lease: COMMAND does. Start it when a headset is offered, and end it when that is "
        "offered again"
    );
    add_pattern_options(app, arguments);
    app.add_flag("--json", arguments.json, "Print JSON");
    app.add_option("--display", arguments.display, "Wayland display (default: $WAYLAND_DISPLAY)")
        ->type_name("NAME");
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.set_version_flag(
        "--version", formatted("{} {}", program, EXWM_VR_VERSION), "Print the version and exit"
    );
    app.footer(std::string(footer));
}

/// What is wrong with options that are each right alone.
std::optional<std::string> contradiction(const Arguments& arguments, bool list, bool pattern) {
    const bool command = !arguments.command.empty();
    if (int{list} + int{pattern} + int{command} > 1) {
        return "--list, --pattern and a command exclude each other";
    }
    if (!list && !pattern && !command) {
        return "nothing to do: give --list, --pattern, or a command after \"--\"";
    }
    if (!pattern && (arguments.show_limit || arguments.frame_limit)) {
        return "--seconds and --frames are for --pattern";
    }
    if (command && arguments.json) {
        return "--json is for --list and --pattern";
    }
    if (!command && (arguments.leave_running || arguments.watch)) {
        return "--leave-running and --watch are for a command";
    }
    if (arguments.watch && arguments.leave_running) {
        return "--watch and --leave-running exclude each other";
    }
    return std::nullopt;
}

} // namespace

std::expected<Arguments, CliExit> parse_arguments(int argc, const char* const* argv) {
    const std::span words{argv, static_cast<std::size_t>(argc)};
    const auto dashes =
        std::ranges::find_if(words, [](std::string_view text) { return text == "--"; });

    Arguments arguments;
    CLI::App app{"Leases a headset's display and hands it to a program", std::string{program}};
    add_options(app, arguments);
    try {
        // Only what stands before "--" is ours; the library must not look at the command.
        app.parse(static_cast<int>(dashes - words.begin()), argv);
    } catch (const CLI::CallForHelp&) {
        return std::unexpected(CliExit{.status = 0, .text = app.help(), .to_stderr = false});
    } catch (const CLI::CallForVersion& version) {
        return std::unexpected(
            CliExit{.status = 0, .text = formatted("{}\n", version.what()), .to_stderr = false}
        );
    } catch (const CLI::ExtrasError&) {
        const auto first = app.remaining().front();
        return std::unexpected(wrong_usage(
            first.starts_with('-')
                ? formatted("{}: unknown option", in_quotes(first))
                : formatted("{}: unexpected; a command goes after \"--\"", in_quotes(first))
        ));
    } catch (const CLI::Error& error) {
        return std::unexpected(wrong_usage(error.what()));
    }

    if (dashes != words.end()) {
        arguments.command.assign(std::next(dashes), words.end());
        if (arguments.command.empty() || arguments.command.front().empty()) {
            return std::unexpected(wrong_usage("--: a command is missing after it"));
        }
    }
    const bool list = app.count("--list") > 0;
    const bool pattern = app.count("--pattern") > 0;
    if (const auto message = contradiction(arguments, list, pattern)) {
        return std::unexpected(wrong_usage(*message));
    }
    arguments.task = list      ? Arguments::Task::list
                     : pattern ? Arguments::Task::pattern
                               : Arguments::Task::command;
    return arguments;
}

} // namespace exwm_vr::lease_tool
