// SPDX-License-Identifier: MIT
#pragma once

#include "config/action.hpp"
#include "config/input_rules.hpp"
#include "config/key_chord.hpp"
#include "config/output_spec.hpp"
#include "vr/lease/policy.hpp"
#include "wm/types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::config {

/// An RGBA colour, each 0.0 to 1.0, not premultiplied. In YAML "#rrggbb" or "#rrggbbaa".
struct Colour {
    float red = 0;
    float green = 0;
    float blue = 0;
    float alpha = 1;

    friend bool operator==(const Colour&, const Colour&) = default;
};

/// The colour of 0xRRGGBBAA; only these can be written to the file and read back exactly.
[[nodiscard]] constexpr Colour rgba(std::uint32_t value) {
    const auto part = [value](unsigned shift) {
        return static_cast<float>((value >> shift) & 0xFFU) / 255.0F;
    };
    return {part(24), part(16), part(8), part(0)};
}

struct Keyboard {
    std::string rules;
    std::string model;
    std::string layout; ///< empty: xkbcommon's default (environment, then "us")
    std::string variant;
    std::string options;
    int repeat_rate = 25;   ///< per second, 0 to 1000; 0 turns repeat off
    int repeat_delay = 600; ///< ms, 1 to 10000

    friend bool operator==(const Keyboard&, const Keyboard&) = default;
};

struct Focus {
    bool follows_pointer = false;
    bool raise_on_click = true;

    friend bool operator==(const Focus&, const Focus&) = default;
};

struct Appearance {
    Colour background = rgba(0x1C1F26FF);
    Colour border_focused = rgba(0x5C9ED6FF);
    Colour border_normal = rgba(0x3D424FFF);
    Colour border_urgent = rgba(0xDB5245FF);

    friend bool operator==(const Appearance&, const Appearance&) = default;
};

struct Cursor {
    std::string theme; ///< empty: XCURSOR_THEME, then the system's default
    int size = 24;     ///< logical px, 8 to 256

    friend bool operator==(const Cursor&, const Cursor&) = default;
};

struct Binding {
    KeyChord chord;
    Action action;

    friend bool operator==(const Binding&, const Binding&) = default;
};

/// Who an output is for.
enum class OutputUse : std::uint8_t {
    desktop,
    headset,  ///< leased to programs that drive headsets, never a part of the desktop
    leasable, ///< the desktop's until a program leases it, and again afterwards
};

/// What is to be done with an output when it appears, matched by name or by "make model serial".
struct OutputRule {
    std::string match;
    std::optional<OutputUse> use; ///< none: what the evidence says
    OutputSettings settings;

    friend bool operator==(const OutputRule&, const OutputRule&) = default;
};

/// What a laptop's lid and its like do.
struct Switches {
    std::vector<std::string> panels{"eDP-*", "LVDS-*", "DSI-*"}; ///< built-in outputs, as globs
    bool lid_turns_panel_off = true;                             ///< while another output is on
    std::optional<Action> lid_closed;
    std::optional<Action> lid_opened;
    std::optional<Action> tablet_mode_on;
    std::optional<Action> tablet_mode_off;

    friend bool operator==(const Switches&, const Switches&) = default;
};

/// A rule that gives sandboxed clients (with a security context) protocols beyond the default.
/// Empty fields match anything.
struct SandboxRule {
    std::string engine;
    std::string app_id;
    std::string instance_id;
    std::vector<std::string> allow; ///< interface names of globals, e.g. "zwlr_layer_shell_v1"

    friend bool operator==(const SandboxRule&, const SandboxRule&) = default;
};

/// Leasing headsets.
struct Leases {
    int ask_timeout_s = 30; ///< 1 to 600; then the answer is no
    bool end_on_lock = false;

    friend bool operator==(const Leases&, const Leases&) = default;
};

/// Which GPU does what; devices by node, by bus or by driver. Read once, at start.
struct Graphics {
    std::string render_node;        ///< empty: by rule
    std::vector<std::string> cards; ///< empty: all that drive outputs of the seat

    friend bool operator==(const Graphics&, const Graphics&) = default;
};

struct Xwayland {
    bool enabled = true;
    std::optional<double> scale; ///< px of X11 for each logical px, 0.25 to 8; none: of the outputs

    friend bool operator==(const Xwayland&, const Xwayland&) = default;
};

struct Ipc {
    int max_clients = 64;              ///< 1 to 1024
    int max_messages_per_second = 200; ///< per client, 1 to 10000

    friend bool operator==(const Ipc&, const Ipc&) = default;
};

/// All that the config file can say, with its defaults.
struct Config {
    wm::Options windows;
    Focus focus;
    Appearance appearance;
    Keyboard keyboard;
    std::vector<InputRule> inputs;
    Switches switches;
    Cursor cursor;
    Graphics graphics;
    Xwayland xwayland;
    Ipc ipc;
    bool default_bindings = true;  ///< the file's bindings are laid over default_config()'s
    std::vector<Binding> bindings; ///< no chord twice; defaults are filled in by default_config()
    std::vector<OutputRule> outputs;
    Leases leases;
    std::vector<lease::Rule> lease_rules;
    std::vector<SandboxRule> sandbox;
    std::vector<std::string> autostart; ///< shell commands, started when the display is ready

    friend bool operator==(const Config&, const Config&) = default;
};

} // namespace exwm_vr::config
