// SPDX-License-Identifier: MIT
// focus, close, move, resize, fullscreen, float: what becomes of a window.
#include "ctl/commands/command_line.hpp"

#include <optional>

namespace exwm_vr::ctl {

namespace {

constexpr int furthest = 1'000'000; // logical px
constexpr int largest = 32'767;     // logical px

constexpr const char* id_help = "A number from list, or \"focused\"";

struct WindowArguments {
    std::string id;
    int first = 0;
    int second = 0;
    std::string state = "toggle";
};

/// A number that a command takes, and its field in the message.
struct Number {
    std::string name;
    std::string field;
    std::string help;
};

using Pair = std::pair<Number, Number>;

/// Sends a request about the window, with what @p fields adds.
Outcome<void>
send(Context& context, std::string_view type, std::string_view id, ipc::Plist fields = {}) {
    const auto window = context.window_id(id);
    if (!window) {
        return std::unexpected(window.error());
    }
    ipc::Plist message;
    message.set("surface-id", *window).append(std::move(fields));
    const auto reply = context.request(type, std::move(message));
    return reply ? Outcome<void>() : std::unexpected(reply.error());
}

void add_plain(CommandLine& line, const std::string& name, const std::string& help, bool optional) {
    const auto arguments = std::make_shared<WindowArguments>();
    arguments->id = "focused";
    CLI::App& command =
        line.add(name, help, [arguments, type = "surface-" + name](Context& context) {
            return send(context, type, arguments->id);
        });
    command.add_option("ID", arguments->id, id_help)->required(!optional);
}

void add_pair(
    CommandLine& line,
    const std::string& name,
    const std::string& help,
    const Pair& pair,
    const CLI::Range& range
) {
    const auto arguments = std::make_shared<WindowArguments>();
    CLI::App& command =
        line.add(name, help, [arguments, pair, type = "surface-" + name](Context& context) {
            ipc::Plist values;
            values.set(pair.first.field, arguments->first);
            values.set(pair.second.field, arguments->second);
            return send(context, type, arguments->id, std::move(values));
        });
    command.add_option("ID", arguments->id, id_help)->required();
    command.add_option(pair.first.name, arguments->first, pair.first.help)
        ->required()
        ->check(range);
    command.add_option(pair.second.name, arguments->second, pair.second.help)
        ->required()
        ->check(range);
}

void add_switch(CommandLine& line, const std::string& name, const std::string& help) {
    const auto arguments = std::make_shared<WindowArguments>();
    CLI::App& command =
        line.add(name, help, [arguments, type = "surface-" + name](Context& context) {
            ipc::Plist fields;
            if (arguments->state != "toggle") {
                fields.set("enable", arguments->state == "on");
            }
            return send(context, type, arguments->id, std::move(fields));
        });
    command.add_option("ID", arguments->id, id_help)->required();
    command.add_option("STATE", arguments->state, "on, off or toggle")
        ->check(CLI::IsMember({"on", "off", "toggle"}))
        ->capture_default_str();
}

} // namespace

void add_window_commands(CommandLine& line) {
    add_plain(line, "focus", "Focus a window and show its workspace", false);
    add_plain(line, "close", "Ask a window to close", true);
    add_pair(
        line,
        "move",
        "Move a window to a place in the layout; it floats then",
        {{"X", "x", "Layout coordinates, logical px"}, {"Y", "y", ""}},
        CLI::Range(-furthest, furthest)
    );
    add_pair(
        line,
        "resize",
        "Give a window a size, border included; it floats then",
        {{"W", "w", "Logical px"}, {"H", "h", "Logical px"}},
        CLI::Range(1, largest)
    );
    add_switch(line, "fullscreen", "Make a window fullscreen, or not");
    add_switch(line, "float", "Make a window float, or not");
}

} // namespace exwm_vr::ctl
