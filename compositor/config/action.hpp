// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "wm/model.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace exwm_vr::config {

constexpr int max_workspaces = 32; ///< per output

/// What a key binding does. Text forms, as in the config file, stand beside each.
namespace action {

struct Spawn { ///< `spawn foot -e htop`: run by /bin/sh -c
    std::string command;
    friend bool operator==(const Spawn&, const Spawn&) = default;
};

struct Close { ///< `close`
    friend bool operator==(const Close&, const Close&) = default;
};

struct FocusNext { ///< `focus next`, `focus previous`
    bool forward = true;
    friend bool operator==(const FocusNext&, const FocusNext&) = default;
};

struct FocusDirection { ///< `focus left|right|up|down`
    wm::Direction direction{};
    friend bool operator==(const FocusDirection&, const FocusDirection&) = default;
};

struct Shift { ///< `shift next`, `shift previous`
    bool forward = true;
    friend bool operator==(const Shift&, const Shift&) = default;
};

struct Promote { ///< `promote`
    friend bool operator==(const Promote&, const Promote&) = default;
};

struct ShowWorkspace { ///< `workspace 3` (1-based in text, 0-based here)
    int index = 0;
    friend bool operator==(const ShowWorkspace&, const ShowWorkspace&) = default;
};

struct MoveToWorkspace { ///< `move-to-workspace 3`
    int index = 0;
    friend bool operator==(const MoveToWorkspace&, const MoveToWorkspace&) = default;
};

struct MoveToOutput { ///< `move-to-output next`, `move-to-output previous`
    bool forward = true;
    friend bool operator==(const MoveToOutput&, const MoveToOutput&) = default;
};

struct SetLayout { ///< `layout tiling|grid|monocle|floating`
    wm::LayoutKind kind{};
    friend bool operator==(const SetLayout&, const SetLayout&) = default;
};

struct CycleLayout { ///< `layout next`
    friend bool operator==(const CycleLayout&, const CycleLayout&) = default;
};

struct MasterRatio { ///< `master-ratio +0.05`
    double delta = 0;
    friend bool operator==(const MasterRatio&, const MasterRatio&) = default;
};

struct MasterCount { ///< `master-count -1`
    int delta = 0;
    friend bool operator==(const MasterCount&, const MasterCount&) = default;
};

struct ToggleFloating { ///< `float`
    friend bool operator==(const ToggleFloating&, const ToggleFloating&) = default;
};

struct ToggleFullscreen { ///< `fullscreen`
    friend bool operator==(const ToggleFullscreen&, const ToggleFullscreen&) = default;
};

struct ToggleShortcuts { ///< `shortcuts`
    friend bool operator==(const ToggleShortcuts&, const ToggleShortcuts&) = default;
};

struct ReleaseGrabs { ///< `release-grabs`
    friend bool operator==(const ReleaseGrabs&, const ReleaseGrabs&) = default;
};

struct Reload { ///< `reload`
    friend bool operator==(const Reload&, const Reload&) = default;
};

struct Exit { ///< `exit`
    friend bool operator==(const Exit&, const Exit&) = default;
};

} // namespace action

using Action = std::variant<
    action::Spawn,
    action::Close,
    action::FocusNext,
    action::FocusDirection,
    action::Shift,
    action::Promote,
    action::ShowWorkspace,
    action::MoveToWorkspace,
    action::MoveToOutput,
    action::SetLayout,
    action::CycleLayout,
    action::MasterRatio,
    action::MasterCount,
    action::ToggleFloating,
    action::ToggleFullscreen,
    action::ToggleShortcuts,
    action::ReleaseGrabs,
    action::Reload,
    action::Exit>;

/// Reads an action's text form; the error names the word that was not understood.
[[nodiscard]] Result<Action> parse_action(std::string_view text);
[[nodiscard]] std::string to_string(const Action& action);

/// A text form with its variable parts in capitals, and what it does, as a whole sentence.
struct ActionDoc {
    std::string_view form;
    std::string_view help;
};

/// All forms that parse_action() takes.
[[nodiscard]] std::span<const ActionDoc> describe_actions();

} // namespace exwm_vr::config
