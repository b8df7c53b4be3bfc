// SPDX-License-Identifier: MIT
#include "config/action.hpp"

#include "base/format.hpp"
#include "base/number.hpp"
#include "config/text.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::config {

namespace {

constexpr std::array<std::string_view, 4> direction_names{"left", "right", "up", "down"};

std::optional<wm::Direction> direction_from_string(std::string_view name) {
    const auto found = std::ranges::find(direction_names, name);
    if (found == direction_names.end()) {
        return std::nullopt;
    }
    return static_cast<wm::Direction>(found - direction_names.begin());
}

/// True for "next", false for "previous".
std::optional<bool> forward_from_string(std::string_view word) {
    if (word == "next") {
        return true;
    }
    return word == "previous" ? std::optional(false) : std::nullopt;
}

std::string_view next_or_previous(bool forward) {
    return forward ? "next" : "previous";
}

/// from_chars() takes a minus but not the plus that people write before a change.
std::string_view without_plus(std::string_view number) {
    return number.starts_with('+') && !number.starts_with("+-") ? number.substr(1) : number;
}

Result<Action> parse_spawn(std::string_view command) {
    if (command.empty()) {
        return fail("a command is missing");
    }
    if (command.contains('\0')) {
        return fail("a command cannot hold a NUL character");
    }
    return action::Spawn{std::string{command}};
}

Result<Action> parse_focus(std::string_view where) {
    if (const auto forward = forward_from_string(where)) {
        return action::FocusNext{*forward};
    }
    if (const auto direction = direction_from_string(where)) {
        return action::FocusDirection{*direction};
    }
    return fail("expected next, previous, left, right, up or down, got {}", in_quotes(where));
}

Result<Action> parse_layout(std::string_view which) {
    if (which == "next") {
        return action::CycleLayout{};
    }
    if (const auto kind = wm::layout_from_string(which)) {
        return action::SetLayout{*kind};
    }
    return fail("expected next, tiling, grid, monocle or floating, got {}", in_quotes(which));
}

Result<Action> parse_ratio(std::string_view change) {
    if (const auto delta = parse_number(without_plus(change), -0.8, 0.8)) {
        return action::MasterRatio{*delta};
    }
    return fail("expected a change from -0.8 to +0.8 such as +0.05, got {}", in_quotes(change));
}

Result<Action> parse_count(std::string_view change) {
    if (const auto delta = parse_number(without_plus(change), -15, 15)) {
        return action::MasterCount{*delta};
    }
    return fail("expected a change from -15 to +15 such as +1, got {}", in_quotes(change));
}

template <typename Kind>
Result<Action> parse_forward(std::string_view word) {
    if (const auto forward = forward_from_string(word)) {
        return Kind{*forward};
    }
    return fail("expected next or previous, got {}", in_quotes(word));
}

template <typename Kind>
Result<Action> parse_workspace(std::string_view number) {
    if (const auto index = parse_number(number, 1, max_workspaces)) {
        return Kind{*index - 1};
    }
    return fail("expected a workspace from 1 to {}, got {}", max_workspaces, in_quotes(number));
}

template <typename Kind>
Result<Action> parse_alone(std::string_view rest) {
    if (rest.empty()) {
        return Kind{};
    }
    return fail("nothing may follow, got {}", in_quotes(rest));
}

struct Verb {
    std::string_view name;
    Result<Action> (*parse)(std::string_view arguments);
};

constexpr std::array verbs{
    Verb{"spawn", parse_spawn},
    Verb{"close", parse_alone<action::Close>},
    Verb{"focus", parse_focus},
    Verb{"shift", parse_forward<action::Shift>},
    Verb{"promote", parse_alone<action::Promote>},
    Verb{"workspace", parse_workspace<action::ShowWorkspace>},
    Verb{"move-to-workspace", parse_workspace<action::MoveToWorkspace>},
    Verb{"move-to-output", parse_forward<action::MoveToOutput>},
    Verb{"layout", parse_layout},
    Verb{"master-ratio", parse_ratio},
    Verb{"master-count", parse_count},
    Verb{"float", parse_alone<action::ToggleFloating>},
    Verb{"fullscreen", parse_alone<action::ToggleFullscreen>},
    Verb{"shortcuts", parse_alone<action::ToggleShortcuts>},
    Verb{"release-grabs", parse_alone<action::ReleaseGrabs>},
    Verb{"reload", parse_alone<action::Reload>},
    Verb{"exit", parse_alone<action::Exit>},
};

std::string known_verbs() {
    std::string list;
    for (const Verb& verb : verbs) {
        list += list.empty() ? "" : ", ";
        list += verb.name;
    }
    return list;
}

struct ToText {
    std::string operator()(const action::Spawn& spawn) const { return "spawn " + spawn.command; }

    std::string operator()(const action::Close&) const { return "close"; }

    std::string operator()(const action::FocusNext& focus) const {
        return formatted("focus {}", next_or_previous(focus.forward));
    }

    std::string operator()(const action::FocusDirection& focus) const {
        return formatted("focus {}", direction_names[static_cast<std::size_t>(focus.direction)]);
    }

    std::string operator()(const action::Shift& shift) const {
        return formatted("shift {}", next_or_previous(shift.forward));
    }

    std::string operator()(const action::Promote&) const { return "promote"; }

    std::string operator()(const action::ShowWorkspace& show) const {
        return formatted("workspace {}", show.index + 1);
    }

    std::string operator()(const action::MoveToWorkspace& move) const {
        return formatted("move-to-workspace {}", move.index + 1);
    }

    std::string operator()(const action::MoveToOutput& move) const {
        return formatted("move-to-output {}", next_or_previous(move.forward));
    }

    std::string operator()(const action::SetLayout& set) const {
        return formatted("layout {}", wm::to_string(set.kind));
    }

    std::string operator()(const action::CycleLayout&) const { return "layout next"; }

    std::string operator()(const action::MasterRatio& change) const {
        return formatted("master-ratio {:+}", change.delta);
    }

    std::string operator()(const action::MasterCount& change) const {
        return formatted("master-count {:+}", change.delta);
    }

    std::string operator()(const action::ToggleFloating&) const { return "float"; }

    std::string operator()(const action::ToggleFullscreen&) const { return "fullscreen"; }

    std::string operator()(const action::ToggleShortcuts&) const { return "shortcuts"; }

    std::string operator()(const action::ReleaseGrabs&) const { return "release-grabs"; }

    std::string operator()(const action::Reload&) const { return "reload"; }

    std::string operator()(const action::Exit&) const { return "exit"; }
};

} // namespace

Result<Action> parse_action(std::string_view text) {
    text = trimmed(text);
    const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n"));
    const std::string_view arguments = trimmed(text.substr(name.size()));
    const auto verb = std::ranges::find(verbs, name, &Verb::name);
    if (verb == verbs.end()) {
        return fail("unknown action {}; known are {}", in_quotes(name), known_verbs());
    }
    auto parsed = verb->parse(arguments);
    if (!parsed) {
        return fail("{}: {}", name, parsed.error().message);
    }
    return parsed;
}

std::span<const ActionDoc> describe_actions() {
    static constexpr std::array docs{
        ActionDoc{"spawn COMMAND", "Runs COMMAND by /bin/sh -c."},
        ActionDoc{"close", "Asks the focused window to close."},
        ActionDoc{"focus next|previous", "Focuses the next or previous window of the workspace."},
        ActionDoc{
            "focus left|right|up|down",
            "Focuses the nearest window there, also on the output beside."
        },
        ActionDoc{"shift next|previous", "Moves the focused window in the order of tiles."},
        ActionDoc{"promote", "Swaps the focused window with the first one."},
        ActionDoc{"workspace N", "Shows workspace N, from 1 to 32, on the focused output."},
        ActionDoc{"move-to-workspace N", "Moves the focused window to workspace N."},
        ActionDoc{"move-to-output next|previous", "Moves it to another output."},
        ActionDoc{"layout next", "Goes on to the next layout."},
        ActionDoc{"layout tiling|grid|monocle|floating", "Sets the layout of the workspace."},
        ActionDoc{
            "master-ratio CHANGE",
            "Changes the master column's share of the width, for instance by +0.05."
        },
        ActionDoc{
            "master-count CHANGE",
            "Changes how many windows the master column has, for instance by -1."
        },
        ActionDoc{"float", "Makes the focused window float, or tiles it again."},
        ActionDoc{"fullscreen", "Makes the focused window fullscreen, or not any more."},
        ActionDoc{
            "shortcuts",
            "Takes the bound keys back from a window that wants all keys, or gives it them again."
        },
        ActionDoc{
            "release-grabs",
            "Takes all keys back that IPC clients such as Emacs have grabbed; its own key is kept "
            "from them."
        },
        ActionDoc{"reload", "Reads the configuration again; one with an error changes nothing."},
        ActionDoc{"exit", "Ends the compositor."},
    };
    return docs;
}

std::string to_string(const Action& action) {
    return std::visit(ToText{}, action);
}

} // namespace exwm_vr::config
