// SPDX-License-Identifier: MIT
#pragma once

#include "config/load.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace exwm_vr::config::test {

/// Makes configurations with every member somewhere in its range.
class RandomConfig {
public:
    explicit RandomConfig(unsigned seed)
        : random_(seed) {}

    Config make() {
        Config config = default_config();
        config.windows = {
            .workspaces = number(1, 32),
            .layout = static_cast<wm::LayoutKind>(number(0, 3)),
            .master_ratio = real(0.1, 0.9),
            .master_count = number(1, 16),
            .gap = number(0, 200),
            .border = number(0, 32),
        };
        config.focus = {.follows_pointer = flag(), .raise_on_click = flag()};
        config.appearance = {colour(), colour(), colour(), colour()};
        config.keyboard = {
            text(), text(), text(), text(), text(), number(0, 1000), number(1, 10000)
        };
        config.graphics = {.render_node = text(), .cards = {"x" + text()}};
        config.xwayland.enabled = flag();
        for (int count = number(0, 3); count > 0; --count) {
            config.inputs.push_back(input());
        }
        config.switches.panels = {"x" + text()};
        config.switches.lid_turns_panel_off = flag();
        if (flag()) {
            config.switches.lid_closed = action::Spawn{"x" + text() + "x"};
        }
        config.cursor = {.theme = text(), .size = number(8, 256)};
        config.ipc = {.max_clients = number(1, 1024), .max_messages_per_second = number(1, 10000)};
        config.default_bindings = flag();
        if (!config.default_bindings) {
            config.bindings.clear();
        }
        std::erase_if(config.bindings, [this](const Binding&) { return flag(); });
        add_bindings(config);
        for (int count = number(0, 3); count > 0; --count) {
            config.outputs.push_back(output());
        }
        for (int count = number(0, 3); count > 0; --count) {
            config.sandbox.push_back({text(), text(), text(), interfaces()});
        }
        config.leases = {.ask_timeout_s = number(1, 600), .end_on_lock = flag()};
        for (int count = number(0, 3); count > 0; --count) {
            config.lease_rules.push_back(
                {text(), text(), text(), text(), text(), static_cast<lease::Decision>(number(0, 2))}
            );
        }
        for (int count = number(0, 3); count > 0; --count) {
            config.autostart.push_back("x" + text());
        }
        return config;
    }

private:
    int number(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

    double real(double low, double high) {
        return std::uniform_real_distribution(low, high)(random_);
    }

    bool flag() { return number(0, 1) == 1; }

    Colour colour() { return rgba(static_cast<std::uint32_t>(random_())); }

    std::string text() {
        constexpr std::string_view pieces[] = {
            "a",
            "Z",
            " ",
            "5",
            ":",
            ": ",
            " #",
            "\"",
            "\\",
            "\n",
            "\t",
            "'",
            "null",
            "true",
            "~",
            "é",
            "😀",
            "\x01",
            "\x7F",
            "\r",
            "-",
            "- ",
            "{",
            "[",
            "&",
            "*",
            "!",
            "%",
            "|",
            ">",
            "@",
            "`",
            "?",
            ",",
            "=",
            "<<",
            "\xC2\x85",
            "\xE2\x80\xA8",
            "\xEF\xBB\xBF",
        };
        std::string result;
        for (int count = number(0, 6); count > 0; --count) {
            result += pieces[number(0, static_cast<int>(std::size(pieces)) - 1)];
        }
        return result;
    }

    std::vector<std::string> interfaces() {
        std::vector<std::string> names;
        for (int count = number(0, 3); count > 0; --count) {
            names.push_back("wl_" + std::to_string(number(0, 99)));
        }
        return names;
    }

    void add_bindings(Config& config) {
        for (int count = number(0, 5); count > 0; --count) {
            const KeyChord chord{
                .ctrl = true,
                .alt = flag(),
                .super = flag(),
                .shift = flag(),
                .keysym = static_cast<xkb_keysym_t>(number(XKB_KEY_space, XKB_KEY_at)),
            };
            if (std::ranges::find(config.bindings, chord, &Binding::chord) ==
                config.bindings.end()) {
                config.bindings.push_back({chord, action::Spawn{"x" + text() + "x"}});
            }
        }
    }

    InputRule input() {
        InputRule rule{.match = "x" + text()};
        if (flag()) {
            rule.type = static_cast<InputType>(number(0, 8));
        }
        if (flag()) {
            rule.settings.layout = text();
            rule.settings.repeat_delay = number(1, 10000);
        }
        if (flag()) {
            rule.settings.accel_speed = real(-1, 1);
            rule.settings.scroll_method = static_cast<ScrollMethod>(number(0, 3));
            rule.settings.scroll_button = BTN_SIDE;
            rule.settings.natural_scroll = flag();
        }
        if (flag()) {
            rule.settings.tap_button_map = static_cast<TapButtons>(number(0, 1));
            rule.settings.drag_lock = static_cast<DragLock>(number(0, 2));
            rule.settings.send_events = static_cast<SendEvents>(number(0, 2));
        }
        if (flag()) {
            rule.settings.calibration_matrix = {1, 0, real(0, 1), 0, -1, real(0, 1)};
            rule.settings.rotation = number(0, 359);
            rule.settings.output = "x" + text();
        }
        return rule;
    }

    OutputRule output() {
        OutputRule rule;
        rule.match = "x" + text();
        if (flag()) {
            rule.settings.mode = Size{number(1, 16384), number(1, 16384)};
        }
        if (flag()) {
            rule.settings.refresh_mhz = number(1000, 1000000);
        }
        if (flag()) {
            rule.settings.scale = real(0.25, 8);
        }
        if (flag()) {
            rule.settings.transform = static_cast<Transform>(number(0, 7));
        }
        if (flag()) {
            rule.settings.position = Point{number(-100000, 100000), number(-100000, 100000)};
        }
        if (flag()) {
            rule.settings.enabled = flag();
        }
        if (flag()) {
            rule.use = static_cast<OutputUse>(number(0, 2));
        }
        if (flag()) {
            rule.settings.adaptive_sync = static_cast<AdaptiveSync>(number(0, 2));
            rule.settings.tearing = flag();
        }
        return rule;
    }

    std::mt19937 random_;
};

} // namespace exwm_vr::config::test
