// SPDX-License-Identifier: MIT
#include "config/config.hpp"
#include "config/input_rules.hpp"
#include "config/load.hpp"
#include "config/schema.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

using namespace exwm_vr;
using namespace exwm_vr::config;

namespace {

const InputFacts mouse{
    .name = "Example Mouse", .types = {InputType::pointer}, .vendor = 0x46d, .product = 0xc52b
};
const InputFacts receiver{
    .name = "Example Receiver", .types = {InputType::pointer, InputType::keyboard}
};

std::vector<InputRule> rules_of(std::string_view yaml) {
    const auto config = parse(yaml, "c.yaml");
    if (!config) {
        FAIL(config.error().message);
    }
    return config->inputs;
}

std::string error_of(std::string_view yaml) {
    const auto config = parse(yaml, "c.yaml");
    return config ? "no error" : config.error().message;
}

} // namespace

TEST_CASE("globs match whole names", "[input]") {
    for (const auto& [pattern, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {"*", ""},
             {"*", "x"},
             {"a*", "a"},
             {"*a", "ba"},
             {"a*c", "abbc"},
             {"a*b*c", "axbyybzc"},
             {"?", "x"},
             {"eDP-*", "eDP-1"},
             {"", ""},
             {"**", "xy"},
             {"*?", "x"},
         }) {
        INFO(pattern << " and " << text);
        CHECK(matches_glob(pattern, text));
    }
    for (const auto& [pattern, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {"", "x"},
             {"?", ""},
             {"a", "ab"},
             {"b", "ab"},
             {"a*c", "abcd"},
             {"eDP-*", "DP-1"},
             {"*?", ""},
         }) {
        INFO(pattern << " and " << text);
        CHECK_FALSE(matches_glob(pattern, text));
    }
    // Many stars do not take for ever.
    CHECK_FALSE(matches_glob("*a*a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
}

TEST_CASE("rules match by name, by hardware, and by any of the types", "[input]") {
    CHECK(matches({}, mouse));
    CHECK(matches({.match = "Example*"}, mouse));
    CHECK(matches({.match = "046d:c52b"}, mouse));
    CHECK(matches({.match = "046d:*"}, mouse));
    CHECK_FALSE(matches({.match = "Mouse"}, mouse));
    CHECK(matches({.match = "*", .type = InputType::pointer}, mouse));
    CHECK_FALSE(matches({.match = "*", .type = InputType::touchpad}, mouse));
    CHECK_FALSE(matches({.match = "Example Mouse", .type = InputType::keyboard}, mouse));
    CHECK(matches({.match = "*", .type = InputType::keyboard}, receiver));
    CHECK(matches({.match = "*", .type = InputType::pointer}, receiver));
}

TEST_CASE("later rules override earlier ones, key by key", "[input]") {
    const auto rules = rules_of(R"(
inputs:
  - natural_scroll: true
    accel_speed: -0.5
  - type: pointer
    accel_speed: 0.25
  - match: "Example Mouse"
    left_handed: true
  - match: "Other"
    natural_scroll: false
)");
    const auto wanted = merge_input_rules(rules, mouse);
    CHECK(wanted.settings.natural_scroll == true);
    CHECK(wanted.settings.accel_speed == 0.25);
    CHECK(wanted.settings.left_handed == true);
    CHECK_FALSE(wanted.settings.tap);
    // A rule for all devices is not meant for each of them.
    CHECK(wanted.meant == std::set<std::string_view>{"accel_speed", "left_handed"});
    CHECK(merge_input_rules({}, mouse).settings == InputSettings{});
}

TEST_CASE("a device's keyboard settings lie over those of all", "[input]") {
    const Keyboard base{
        .rules = {},
        .model = "pc105",
        .layout = "us",
        .variant = "dvorak",
        .options = "ctrl:nocaps",
        .repeat_rate = 40,
        .repeat_delay = 200,
    };
    CHECK(keyboard_for(base, {}) == base);
    const auto german = keyboard_for(base, {.layout = "de", .repeat_delay = 500});
    CHECK(german.layout == "de");
    CHECK(german.variant.empty());
    CHECK(german.options == "ctrl:nocaps");
    CHECK(german.repeat_rate == 40);
    CHECK(german.repeat_delay == 500);
    CHECK(keyboard_for(base, {.layout = "de", .variant = "neo"}).variant == "neo");
    CHECK(keyboard_for(base, {.options = ""}).options.empty());
}

TEST_CASE("every setting of a device is a key of the file", "[input]") {
    std::set<std::string> in_file;
    for (const KeyDoc& key : describe_keys()) {
        if (key.path.starts_with("inputs[].")) {
            in_file.insert(key.path.substr(std::string_view("inputs[].").size()));
        }
    }
    std::set<std::string> settings{"match", "type"};
    for_each_input_setting([&](std::string_view name, auto) { settings.emplace(name); });
    CHECK(in_file == settings);
}

TEST_CASE("all words of devices' rules are read", "[input]") {
    const auto rules = rules_of(R"(
inputs:
  - match: 046d:*
    type: tablet-pad
    send_events: disabled-on-external-mouse
    accel_profile: flat
    scroll_method: button
    scroll_button: side
    click_method: fingers
    tap_button_map: left-middle-right
    drag_lock: sticky
    calibration_matrix: [0, -1, 1, 1, 0, 0.5]
    rotation: 90
    output: DP-1
)");
    REQUIRE(rules.size() == 1);
    const auto& settings = rules.front().settings;
    CHECK(rules.front().match == "046d:*");
    CHECK(rules.front().type == InputType::tablet_pad);
    CHECK(settings.send_events == SendEvents::disabled_on_external_mouse);
    CHECK(settings.accel_profile == AccelProfile::flat);
    CHECK(settings.scroll_method == ScrollMethod::button);
    CHECK(settings.scroll_button == std::uint32_t{BTN_SIDE});
    CHECK(settings.click_method == ClickMethod::fingers);
    CHECK(settings.tap_button_map == TapButtons::left_middle_right);
    CHECK(settings.drag_lock == DragLock::sticky);
    CHECK(settings.calibration_matrix == CalibrationMatrix{0, -1, 1, 1, 0, 0.5});
    CHECK(settings.rotation == 90);
    CHECK(settings.output == "DP-1");
}

TEST_CASE("errors in devices' rules say what and where", "[input]") {
    const auto has = [](const std::string& text, std::string_view part) {
        INFO(text);
        return text.contains(part);
    };
    CHECK(
        has(error_of("inputs:\n  - type: mouse\n"), "inputs[0].type: expected keyboard, pointer,")
    );
    CHECK(has(error_of("inputs:\n  - accel_speed: 2\n"), "c.yaml:2"));
    CHECK(has(error_of("inputs:\n  - tap: yes\n"), "expected true or false"));
    CHECK(has(error_of("inputs:\n  - calibration_matrix: [1, 2]\n"), "[a, b, c, d, e, f]"));
    CHECK(
        has(error_of("inputs:\n  - calibration_matrix: [1, 2, 3, 4, 5, x]\n"),
            "a number from -1000 to 1000")
    );
    CHECK(has(error_of("inputs:\n  - taps: true\n"), "did you mean \"tap\""));
    CHECK(has(error_of("switches:\n  lid_closed: fly\n"), "fly"));
}

TEST_CASE("what switches do is read", "[input]") {
    const auto config = parse(
        "switches:\n  panels: [Virtual-1]\n  lid_turns_panel_off: false\n"
        "  lid_closed: spawn swaylock\n",
        "c.yaml"
    );
    REQUIRE(config);
    CHECK(config->switches.panels == std::vector<std::string>{"Virtual-1"});
    CHECK_FALSE(config->switches.lid_turns_panel_off);
    CHECK(config->switches.lid_closed == Action(action::Spawn{"swaylock"}));
    CHECK_FALSE(config->switches.lid_opened);
    CHECK(default_config().switches.panels.front() == "eDP-*");
}
