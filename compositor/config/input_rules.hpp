// SPDX-License-Identifier: MIT
#pragma once

#include "base/word.hpp"

#include <linux/input-event-codes.h>

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace exwm_vr::config {

struct Keyboard;

enum class InputType : std::uint8_t {
    keyboard,
    pointer,
    touchpad,
    trackpoint,
    trackball,
    touch,
    tablet,
    tablet_pad,
    toggle,
};

constexpr std::array input_types{
    Word{"keyboard", InputType::keyboard},
    Word{"pointer", InputType::pointer},
    Word{"touchpad", InputType::touchpad},
    Word{"trackpoint", InputType::trackpoint},
    Word{"trackball", InputType::trackball},
    Word{"touch", InputType::touch},
    Word{"tablet", InputType::tablet},
    Word{"tablet-pad", InputType::tablet_pad},
    Word{"switch", InputType::toggle},
};

enum class AccelProfile : std::uint8_t { flat, adaptive };

constexpr std::array accel_profiles{
    Word{"flat", AccelProfile::flat},
    Word{"adaptive", AccelProfile::adaptive},
};

enum class ScrollMethod : std::uint8_t { none, two_finger, edge, button };

constexpr std::array scroll_methods{
    Word{"none", ScrollMethod::none},
    Word{"two-finger", ScrollMethod::two_finger},
    Word{"edge", ScrollMethod::edge},
    Word{"button", ScrollMethod::button},
};

enum class ClickMethod : std::uint8_t { none, areas, fingers };

constexpr std::array click_methods{
    Word{"none", ClickMethod::none},
    Word{"areas", ClickMethod::areas},
    Word{"fingers", ClickMethod::fingers},
};

/// What taps of one, two and three fingers are.
enum class TapButtons : std::uint8_t { left_right_middle, left_middle_right };

constexpr std::array tap_button_maps{
    Word{"left-right-middle", TapButtons::left_right_middle},
    Word{"left-middle-right", TapButtons::left_middle_right},
};

enum class DragLock : std::uint8_t { off, timeout, sticky };

constexpr std::array drag_locks{
    Word{"off", DragLock::off},
    Word{"timeout", DragLock::timeout},
    Word{"sticky", DragLock::sticky},
};

enum class SendEvents : std::uint8_t { enabled, disabled, disabled_on_external_mouse };

constexpr std::array send_events_modes{
    Word{"enabled", SendEvents::enabled},
    Word{"disabled", SendEvents::disabled},
    Word{"disabled-on-external-mouse", SendEvents::disabled_on_external_mouse},
};

constexpr std::array button_names{
    Word<std::uint32_t>{"left", BTN_LEFT},
    Word<std::uint32_t>{"right", BTN_RIGHT},
    Word<std::uint32_t>{"middle", BTN_MIDDLE},
    Word<std::uint32_t>{"side", BTN_SIDE},
    Word<std::uint32_t>{"extra", BTN_EXTRA},
    Word<std::uint32_t>{"forward", BTN_FORWARD},
    Word<std::uint32_t>{"back", BTN_BACK},
    Word<std::uint32_t>{"task", BTN_TASK},
};

/// The first two rows of the matrix that takes a place on the device to one on the output, both
/// from 0 to 1.
using CalibrationMatrix = std::array<double, 6>;

/// What a rule says of a device; what it leaves out stays as the device has it by itself, or as
/// the section `keyboard` says.
struct InputSettings {
    std::optional<std::string> rules;
    std::optional<std::string> model;
    std::optional<std::string> layout;
    std::optional<std::string> variant;
    std::optional<std::string> options;
    std::optional<int> repeat_rate;  ///< per second
    std::optional<int> repeat_delay; ///< ms
    std::optional<SendEvents> send_events;
    std::optional<AccelProfile> accel_profile;
    std::optional<double> accel_speed; ///< -1 to 1
    std::optional<bool> natural_scroll;
    std::optional<ScrollMethod> scroll_method;
    std::optional<std::uint32_t> scroll_button; ///< evdev code
    std::optional<double> scroll_factor;
    std::optional<bool> left_handed;
    std::optional<bool> middle_emulation;
    std::optional<ClickMethod> click_method;
    std::optional<bool> tap;
    std::optional<TapButtons> tap_button_map;
    std::optional<bool> tap_drag;
    std::optional<DragLock> drag_lock;
    std::optional<bool> disable_while_typing;
    std::optional<bool> disable_while_trackpointing;
    std::optional<int> rotation; ///< degrees clockwise, 0 to 359
    std::optional<CalibrationMatrix> calibration_matrix;
    std::optional<std::string> output; ///< name, or "make model serial"

    friend bool operator==(const InputSettings&, const InputSettings&) = default;
};

/// Calls @p visit with each setting's name in the file and its member.
template <typename Visit>
void for_each_input_setting(const Visit& visit) {
    visit("rules", &InputSettings::rules);
    visit("model", &InputSettings::model);
    visit("layout", &InputSettings::layout);
    visit("variant", &InputSettings::variant);
    visit("options", &InputSettings::options);
    visit("repeat_rate", &InputSettings::repeat_rate);
    visit("repeat_delay", &InputSettings::repeat_delay);
    visit("send_events", &InputSettings::send_events);
    visit("accel_profile", &InputSettings::accel_profile);
    visit("accel_speed", &InputSettings::accel_speed);
    visit("natural_scroll", &InputSettings::natural_scroll);
    visit("scroll_method", &InputSettings::scroll_method);
    visit("scroll_button", &InputSettings::scroll_button);
    visit("scroll_factor", &InputSettings::scroll_factor);
    visit("left_handed", &InputSettings::left_handed);
    visit("middle_emulation", &InputSettings::middle_emulation);
    visit("click_method", &InputSettings::click_method);
    visit("tap", &InputSettings::tap);
    visit("tap_button_map", &InputSettings::tap_button_map);
    visit("tap_drag", &InputSettings::tap_drag);
    visit("drag_lock", &InputSettings::drag_lock);
    visit("disable_while_typing", &InputSettings::disable_while_typing);
    visit("disable_while_trackpointing", &InputSettings::disable_while_trackpointing);
    visit("rotation", &InputSettings::rotation);
    visit("calibration_matrix", &InputSettings::calibration_matrix);
    visit("output", &InputSettings::output);
}

struct InputRule {
    std::string match = "*"; ///< of the name, or of "vendor:product"; * and ? stand for others
    std::optional<InputType> type;
    InputSettings settings;

    friend bool operator==(const InputRule&, const InputRule&) = default;
};

/// A device as rules see it.
struct InputFacts {
    std::string name;
    std::set<InputType> types;
    std::uint32_t vendor = 0; ///< 0 when unknown
    std::uint32_t product = 0;

    friend bool operator==(const InputFacts&, const InputFacts&) = default;
};

/// What a device has now of one setting.
struct InputSetting {
    std::string name; ///< as in the file
    std::variant<bool, int, double, std::string> value;

    friend bool operator==(const InputSetting&, const InputSetting&) = default;
};

/// A device as IPC peers see it.
struct InputState {
    std::uint32_t id = 0; ///< never given out twice
    InputFacts facts;
    std::string output; ///< that it is mapped to; empty for all
    std::vector<InputSetting> settings;

    friend bool operator==(const InputState&, const InputState&) = default;
};

/// "046d:c52b".
[[nodiscard]] std::string hardware_id(const InputFacts& facts);

/// Whether all of @p text is as @p pattern says, where * stands for any characters and ? for one.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

[[nodiscard]] bool matches(const InputRule& rule, const InputFacts& facts);

/// What all rules together want of one device.
struct WantedInput {
    InputSettings settings;
    /// The names of settings from rules that are not for all devices: those the device should have.
    std::set<std::string_view> meant;
};

/// Of the rules that match, in their order, the last one that gives a setting counts.
[[nodiscard]] WantedInput
merge_input_rules(std::span<const InputRule> rules, const InputFacts& facts);

/// A device's keyboard settings: @p base for what is left out. Another layout does not keep the
/// variant that was meant for the base's.
[[nodiscard]] Keyboard keyboard_for(const Keyboard& base, const InputSettings& settings);

} // namespace exwm_vr::config
