// SPDX-License-Identifier: MIT
#include "config/input_keys.hpp"

#include "base/format.hpp"
#include "config/input_rules.hpp"
#include "config/kind.hpp"
#include "config/settings.hpp"

#include <algorithm>

namespace exwm_vr::config {

namespace {

using yaml::Node;

kind::Kind<CalibrationMatrix> matrix() {
    const std::string expected = "[a, b, c, d, e, f], each a number from -1000 to 1000";
    return {
        .expected = expected,
        .read = [=](const Node& node) -> Result<CalibrationMatrix> {
            CalibrationMatrix values{};
            if (node.kind != Node::Kind::sequence || node.items.size() != values.size()) {
                return kind::mismatch(expected, node);
            }
            const auto number = kind::real(-1000, 1000);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto value = number.read(node.items[i]);
                if (!value) {
                    return std::unexpected(value.error());
                }
                values.at(i) = *value;
            }
            return values;
        },
        .write =
            [](const CalibrationMatrix& values) {
                std::string text;
                for (const double value : values) {
                    text += formatted("{}{}", text.empty() ? "[" : ", ", value);
                }
                return text + "]";
            },
    };
}

/// An action, or nothing, which is also a word so that the file can show the default.
kind::Kind<std::optional<Action>> any_action() {
    static constexpr std::string_view nothing = "none";
    return {
        .expected = "an action as in bindings, or none",
        .read = [](const Node& node) -> Result<std::optional<Action>> {
            if (node.kind != Node::Kind::scalar) {
                return kind::mismatch("an action", node);
            }
            if (node.text == nothing) {
                return std::nullopt;
            }
            return parse_action(node.text);
        },
        .write = [](
                     const std::optional<Action>& value
                 ) { return value ? yaml::scalar(to_string(*value)) : std::string{nothing}; },
    };
}

/// A member of a rule's settings; serves both for reading and for writing, hence auto.
auto setting(auto InputSettings::* member) {
    return [member](auto& rule) -> auto& { return rule.settings.*member; };
}

Keys<InputRule> keyboard_keys() {
    return {
        value<InputRule>("rules", "XKB rules.", setting(&InputSettings::rules), kind::text()),
        value<InputRule>("model", "XKB model.", setting(&InputSettings::model), kind::text()),
        value<InputRule>(
            "layout",
            "XKB layouts with commas between them. What of keyboards is not given here is as in "
            "the section keyboard, but another layout does not take that section's variant.",
            setting(&InputSettings::layout),
            kind::text()
        ),
        value<InputRule>(
            "variant", "XKB variants.", setting(&InputSettings::variant), kind::text()
        ),
        value<InputRule>("options", "XKB options.", setting(&InputSettings::options), kind::text()),
        value<InputRule>(
            "repeat_rate",
            "How often a held key repeats.",
            setting(&InputSettings::repeat_rate),
            kind::whole(0, 1000, "per second")
        ),
        value<InputRule>(
            "repeat_delay",
            "How long a key is held before it repeats.",
            setting(&InputSettings::repeat_delay),
            kind::whole(1, 10000, "ms")
        ),
    };
}

Keys<InputRule> motion_keys() {
    return {
        value<InputRule>(
            "send_events",
            "Whether the device is used.",
            setting(&InputSettings::send_events),
            choice(send_events_modes)
        ),
        value<InputRule>(
            "accel_profile",
            "How the pointer's speed follows the hand's.",
            setting(&InputSettings::accel_profile),
            choice(accel_profiles)
        ),
        value<InputRule>(
            "accel_speed",
            "How fast the pointer is.",
            setting(&InputSettings::accel_speed),
            kind::real(-1, 1)
        ),
        value<InputRule>(
            "natural_scroll",
            "Whether the content follows the fingers or the wheel.",
            setting(&InputSettings::natural_scroll),
            kind::flag()
        ),
        value<InputRule>(
            "scroll_method",
            "What scrolls besides a wheel.",
            setting(&InputSettings::scroll_method),
            choice(scroll_methods)
        ),
        value<InputRule>(
            "scroll_button",
            "The button that is held to scroll with scroll_method button.",
            setting(&InputSettings::scroll_button),
            choice(button_names)
        ),
        value<InputRule>(
            "scroll_factor",
            "By how much scrolled distances are multiplied.",
            setting(&InputSettings::scroll_factor),
            kind::real(0.01, 100)
        ),
    };
}

Keys<InputRule> button_keys() {
    return {
        value<InputRule>(
            "left_handed",
            "Whether left and right buttons change places.",
            setting(&InputSettings::left_handed),
            kind::flag()
        ),
        value<InputRule>(
            "middle_emulation",
            "Whether left and right together are the middle button.",
            setting(&InputSettings::middle_emulation),
            kind::flag()
        ),
        value<InputRule>(
            "click_method",
            "Which button a pressed touchpad is: by where the finger is, or by how many there are.",
            setting(&InputSettings::click_method),
            choice(click_methods)
        ),
        value<InputRule>(
            "tap", "Whether a tap clicks.", setting(&InputSettings::tap), kind::flag()
        ),
        value<InputRule>(
            "tap_button_map",
            "What taps of one, two and three fingers are.",
            setting(&InputSettings::tap_button_map),
            choice(tap_button_maps)
        ),
        value<InputRule>(
            "tap_drag",
            "Whether a tap and a finger that stays drag.",
            setting(&InputSettings::tap_drag),
            kind::flag()
        ),
        value<InputRule>(
            "drag_lock",
            "Whether such a drag goes on when the finger is lifted: for a moment, or until a tap.",
            setting(&InputSettings::drag_lock),
            choice(drag_locks)
        ),
        value<InputRule>(
            "disable_while_typing",
            "Whether a touchpad rests while somebody types.",
            setting(&InputSettings::disable_while_typing),
            kind::flag()
        ),
        value<InputRule>(
            "disable_while_trackpointing",
            "Whether a touchpad rests while the trackpoint is used.",
            setting(&InputSettings::disable_while_trackpointing),
            kind::flag()
        ),
    };
}

Keys<InputRule> place_keys() {
    return {
        value<InputRule>(
            "rotation",
            "How the device is turned.",
            setting(&InputSettings::rotation),
            kind::whole(0, 359, "degrees clockwise")
        ),
        value<InputRule>(
            "calibration_matrix",
            "Takes a place on a touch screen or tablet to one on the output, both from 0 to 1: "
            "x becomes ax + by + c, y becomes dx + ey + f.",
            setting(&InputSettings::calibration_matrix),
            matrix()
        ),
        value<InputRule>(
            "output",
            "The output that a touch screen, a tablet or an absolute pointer belongs to: its name, "
            "such as DP-1, or its maker and model, with or without its serial number. Left out: "
            "what "
            "udev says of the device, else the built-in panel for the only touch screen, else all "
            "outputs together.",
            setting(&InputSettings::output),
            kind::text_not_empty()
        ),
    };
}

Keys<InputRule> rule_keys() {
    Keys<InputRule> keys{
        value<InputRule>(
            "match",
            "The device's name, or its vendor and product such as 046d:c52b; * stands for any "
            "characters, ? for one.",
            &InputRule::match,
            kind::text_not_empty()
        ),
        value<InputRule>(
            "type",
            "Only devices of this type. Left out: any.",
            &InputRule::type,
            choice(input_types)
        ),
    };
    for (auto make : {keyboard_keys, motion_keys, button_keys, place_keys}) {
        std::ranges::move(make(), std::back_inserter(keys));
    }
    return keys;
}

} // namespace

Key<Config> inputs_key() {
    auto key = list_of_mappings<Config>(
        "inputs",
        "How input devices behave. All rules that match a device apply, in this order; "
        "'exwm-vrctl inputs' lists devices and what can be set of them.",
        &Config::inputs,
        rule_keys()
    );
    key.example = "- type: touchpad\n"
                  "  tap: true\n"
                  "  natural_scroll: true\n"
                  "- match: \"Example Keyboard*\"\n"
                  "  layout: de\n";
    return key;
}

Key<Config> switches_key() {
    Keys<Switches> keys{
        list_of_values<Switches>(
            "panels",
            "Names of outputs that are built in; * stands for any characters, ? for one.",
            &Switches::panels,
            kind::text_not_empty()
        ),
        value<Switches>(
            "lid_turns_panel_off",
            "Whether a closed lid turns the built-in panel off while another output is on.",
            &Switches::lid_turns_panel_off,
            kind::flag()
        ),
        value<Switches>(
            "lid_closed", "Done when it is closed.", &Switches::lid_closed, any_action()
        ),
        value<Switches>(
            "lid_opened", "Done when it is opened.", &Switches::lid_opened, any_action()
        ),
        value<Switches>(
            "tablet_mode_on",
            "Done when a convertible becomes a tablet.",
            &Switches::tablet_mode_on,
            any_action()
        ),
        value<Switches>(
            "tablet_mode_off",
            "Done when it is a laptop again.",
            &Switches::tablet_mode_off,
            any_action()
        ),
    };
    std::string panels;
    for (const std::string& name : Switches{}.panels) {
        panels += formatted("{}{}", panels.empty() ? "[" : ", ", yaml::scalar(name));
    }
    keys.front().default_value = panels + "]";
    return section<Config>("switches", "A laptop's lid, and its like.", &Config::switches, keys);
}

} // namespace exwm_vr::config
