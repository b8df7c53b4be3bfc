// SPDX-License-Identifier: MIT
#include "config/cli.hpp"

#include "base/format.hpp"
#include "base/nearest.hpp"
#include "base/number.hpp"
#include "config/text.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace exwm_vr::config {

namespace {

constexpr std::string_view program = "exwm-vr";

constexpr std::array<std::pair<std::string_view, RendererChoice>, 4> renderers{{
    {"auto", RendererChoice::automatic},
    {"pixman", RendererChoice::pixman},
    {"gles2", RendererChoice::gles2},
    {"vulkan", RendererChoice::vulkan},
}};

constexpr std::array<std::pair<std::string_view, log::Level>, 4> log_levels{{
    {"error", log::Level::error},
    {"warn", log::Level::warn},
    {"info", log::Level::info},
    {"debug", log::Level::debug},
}};

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

template <typename Value, std::size_t Count>
Value one_of(
    const std::array<std::pair<std::string_view, Value>, Count>& choices,
    const std::string& option,
    const std::string& text
) {
    using Choice = std::pair<std::string_view, Value>;
    const auto found = std::ranges::find(choices, text, &Choice::first);
    if (found != choices.end()) {
        return found->second;
    }
    std::string names;
    for (const auto& [name, value] : choices) {
        names += names.empty() ? "" : ", ";
        names += name;
    }
    refuse(option, formatted("expected one of {}, got {}", names, in_quotes(text)));
}

void read_outputs(Invocation& invocation, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        auto spec = parse_output_spec(text);
        if (!spec) {
            refuse("--output", spec.error().message);
        }
        const bool known = !spec->name.empty() &&
                           std::ranges::contains(invocation.outputs, spec->name, &OutputSpec::name);
        if (known) {
            refuse("--output", formatted("the name {} is given twice", in_quotes(spec->name)));
        }
        invocation.outputs.push_back(*std::move(spec));
    }
}

void read_socket(Invocation& invocation, const std::string& name) {
    // The name joins $XDG_RUNTIME_DIR in a path that a socket address can hold.
    if (name.empty() || name.size() > 64 || name.contains('/')) {
        refuse(
            "--socket", "expected a name of 1 to 64 bytes without a slash, got " + in_quotes(name)
        );
    }
    invocation.socket = name;
}

std::string not_empty(const std::string& option, const std::string& path) {
    if (path.empty()) {
        refuse(option, "expected a path, got nothing");
    }
    return path;
}

void read_ready_fd(Invocation& invocation, const std::string& text) {
    const auto number = parse_number(text, 1, 1 << 20);
    if (!number) {
        refuse("--ready-fd", "expected the number of a descriptor, got " + in_quotes(text));
    }
    if (fcntl(*number, F_GETFD) < 0) {
        refuse("--ready-fd", formatted("descriptor {} is not open", *number));
    }
    invocation.ready_fd = *number;
}

void add_display_options(CLI::App& app, Invocation& invocation) {
    app.add_flag("--headless", invocation.headless, "Virtual outputs only: no screen, no seat");
    app.add_flag("--nested", invocation.nested, "Run as a window on the desktop that is there");
    app.add_option_function<std::vector<std::string>>(
           "--output",
           [&invocation](const auto& texts) { read_outputs(invocation, texts); },
           "Make a virtual output; may be repeated. SPEC is [NAME:]WIDTHxHEIGHT[@HZ][*SCALE][+X+Y]"
    )
        ->type_name("SPEC")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false);
    app.add_option_function<std::string>(
           "--renderer",
           [&invocation](const std::string& text) {
               invocation.renderer = one_of(renderers, "--renderer", text);
           },
           "auto (the default), pixman, gles2 or vulkan"
    )
        ->type_name("NAME");
    app.add_flag("--require-gpu", invocation.require_gpu, "Fail rather than render in software");
}

void add_socket_options(CLI::App& app, Invocation& invocation) {
    app.add_option_function<std::string>(
           "--socket",
           [&invocation](const std::string& name) { read_socket(invocation, name); },
           "Name of the Wayland socket; default: the next free wayland-N"
    )
        ->type_name("NAME");
    app.add_option_function<std::string>(
           "--ipc-socket",
           [&invocation](const std::string& path) {
               invocation.ipc_socket = not_empty("--ipc-socket", path);
           },
           "Path of the IPC socket; default: $XDG_RUNTIME_DIR/ewwm-ipc.sock"
    )
        ->type_name("PATH");
    app.add_option_function<std::string>(
           "--ready-fd",
           [&invocation](const std::string& text) { read_ready_fd(invocation, text); },
           "When the display is ready, write its name and a newline to descriptor N and close it"
    )
        ->type_name("N");
}

void add_config_options(CLI::App& app, Invocation& invocation) {
    app.add_option_function<std::string>(
           "--config",
           [&invocation](const std::string& path) {
               invocation.config_file = not_empty("--config", path);
           },
           "Configuration file; default: $XDG_CONFIG_HOME/exwm-vr/config.yaml, then those of "
           "$XDG_CONFIG_DIRS"
    )
        ->type_name("FILE");
    app.add_flag(
        "--lenient-config",
        invocation.lenient_config,
        "Start with the default configuration when the file has errors"
    );
    app.add_flag(
        "--check-config", invocation.check_config, "Look for errors in the configuration and exit"
    );
    app.add_flag(
        "--dump-config",
        invocation.dump_config,
        "Print every key of the configuration with its default and exit"
    );
    app.add_option_function<std::string>(
           "--log-level",
           [&invocation](const std::string& text) {
               invocation.log_level = one_of(log_levels, "--log-level", text);
           },
           "error, warn, info (the default) or debug"
    )
        ->type_name("LEVEL");
}

void add_options(CLI::App& app, Invocation& invocation) {
    app.get_formatter()->column_width(28);
    app.get_formatter()->right_column_width(50);
    app.usage(formatted("Usage: {} [OPTIONS] [-- COMMAND [ARGUMENT...]]", program));
    add_display_options(app, invocation);
    add_socket_options(app, invocation);
    add_config_options(app, invocation);
    app.add_flag(
        "--exit-with-command",
        invocation.exit_with_command,
        "End when COMMAND ends, with its exit status, or 128 and the number of its signal"
    );
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.set_version_flag(
        "--version", formatted("{} {}", program, EXWM_VR_VERSION), "Print the version and exit"
    );
    app.footer("COMMAND is started once the display is ready. See exwm-vr(1) and exwm-vr(5).");
}

std::string explain_extra(const CLI::App& app, const std::string& argument) {
    if (!argument.starts_with('-')) {
        return formatted(
            "{}: unexpected; a command to start goes after \"--\"", in_quotes(argument)
        );
    }
    const std::string name = argument.substr(0, argument.find('='));
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& long_name : option->get_lnames()) {
            names.push_back("--" + long_name);
        }
    }
    const std::vector<std::string_view> known{names.begin(), names.end()};
    if (const std::string_view near = nearest(name, known); !near.empty()) {
        return formatted("{}: unknown option; did you mean {}?", in_quotes(name), near);
    }
    return formatted("{}: unknown option", in_quotes(name));
}

/// What is wrong with options that are each right alone.
std::optional<std::string> contradiction(const Invocation& invocation) {
    if (invocation.headless && invocation.nested) {
        return "--headless and --nested cannot go together";
    }
    if (invocation.check_config && invocation.dump_config) {
        return "--check-config and --dump-config cannot go together";
    }
    if (invocation.exit_with_command && invocation.command.empty()) {
        return "--exit-with-command: a command is missing, as in \"-- foot\"";
    }
    return std::nullopt;
}

} // namespace

std::expected<Invocation, CliExit> parse_command_line(int argc, const char* const* argv) {
    const std::span arguments{argv, static_cast<std::size_t>(argc)};
    if (arguments.empty()) {
        return Invocation{};
    }
    const auto dashes =
        std::ranges::find_if(arguments, [](std::string_view text) { return text == "--"; });

    Invocation invocation;
    CLI::App app{"A Wayland compositor for Emacs and virtual reality", std::string{program}};
    add_options(app, invocation);
    try {
        // Only what stands before "--" is ours; the library must not look at the command.
        app.parse(static_cast<int>(dashes - arguments.begin()), argv);
    } catch (const CLI::CallForHelp&) {
        return std::unexpected(CliExit{.status = 0, .text = app.help(), .to_stderr = false});
    } catch (const CLI::CallForVersion& version) {
        return std::unexpected(
            CliExit{.status = 0, .text = formatted("{}\n", version.what()), .to_stderr = false}
        );
    } catch (const CLI::ExtrasError&) {
        return std::unexpected(wrong_usage(explain_extra(app, app.remaining().front())));
    } catch (const CLI::Error& error) {
        return std::unexpected(wrong_usage(error.what()));
    }

    if (dashes != arguments.end()) {
        invocation.command.assign(std::next(dashes), arguments.end());
        if (invocation.command.empty() || invocation.command.front().empty()) {
            return std::unexpected(wrong_usage("--: a command is missing after it"));
        }
    }
    if (const auto message = contradiction(invocation)) {
        return std::unexpected(wrong_usage(*message));
    }
    return invocation;
}

} // namespace exwm_vr::config
