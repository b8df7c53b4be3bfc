// SPDX-License-Identifier: MIT
#include "config/bindings.hpp"

#include "base/format.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace exwm_vr::config {

namespace {

using yaml::Node;

constexpr std::string_view no_action = "none";
constexpr std::string_view expected = "a mapping of keys to actions";

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> defaults{{
    {"s-RET", "spawn foot"},
    {"s-d", "spawn fuzzel"},
    {"s-q", "close"},
    {"s-j", "focus next"},
    {"s-k", "focus previous"},
    {"s-<left>", "focus left"},
    {"s-<right>", "focus right"},
    {"s-<up>", "focus up"},
    {"s-<down>", "focus down"},
    {"s-S-j", "shift next"},
    {"s-S-k", "shift previous"},
    {"s-m", "promote"},
    {"s-o", "move-to-output next"},
    {"s-S-o", "move-to-output previous"},
    {"s-h", "master-ratio -0.05"},
    {"s-l", "master-ratio +0.05"},
    {"s-,", "master-count +1"},
    {"s-.", "master-count -1"},
    {"s-SPC", "layout next"},
    {"s-S-SPC", "layout tiling"},
    {"s-f", "fullscreen"},
    {"s-t", "float"},
    {"s-<escape>", "shortcuts"},
    {"s-S-<escape>", "release-grabs"},
    {"s-S-r", "reload"},
    {"s-S-e", "exit"},
}};

Binding* find(std::vector<Binding>& bindings, const KeyChord& chord) {
    const auto found = std::ranges::find(bindings, chord, &Binding::chord);
    return found == bindings.end() ? nullptr : &*found;
}

void read_action(
    const Node& node, const KeyChord& chord, Config& config, Report& report, const std::string& path
) {
    if (node.kind != Node::Kind::scalar) {
        report.add(node.place, path, kind::mismatch("an action", node).error().message);
        return;
    }
    if (node.text == no_action) {
        std::erase_if(config.bindings, [&](const Binding& b) { return b.chord == chord; });
        return;
    }
    auto action = parse_action(node.text);
    if (!action) {
        report.add(node.place, path, action.error().message);
    } else if (Binding* known = find(config.bindings, chord)) {
        known->action = *std::move(action);
    } else {
        config.bindings.push_back({chord, *std::move(action)});
    }
}

void read(const Node& node, Config& config, Report& report, const std::string& path) {
    if (node.kind != Node::Kind::mapping && node.kind != Node::Kind::null) {
        report.add(node.place, path, kind::mismatch(expected, node).error().message);
        return;
    }
    // "s-A" and "s-S-a" are one key, so names that differ can still be the same.
    std::vector<std::pair<KeyChord, const Node*>> seen;
    for (const yaml::Entry& entry : node.entries) {
        const std::string name_path = member_path(path, entry.name.text);
        const auto chord = parse_key_chord(entry.name.text);
        if (!chord) {
            report.add(entry.name.place, path, chord.error().message);
            continue;
        }
        const auto first = std::ranges::find(seen, *chord, &decltype(seen)::value_type::first);
        if (first != seen.end()) {
            report.add(
                entry.name.place,
                name_path,
                formatted(
                    "the same key as {} on line {}", first->second->text, first->second->place.line
                )
            );
            continue;
        }
        seen.emplace_back(*chord, &entry.name);
        read_action(entry.value, *chord, config, report, name_path);
    }
}

Written write(const Config& config) {
    std::string text;
    for (const Binding& binding : config.bindings) {
        text += formatted(
            "{}: {}\n",
            yaml::scalar(to_string(binding.chord)),
            yaml::scalar(to_string(binding.action))
        );
    }
    if (config.default_bindings) {
        std::vector<Binding> bindings = config.bindings;
        for (const Binding& binding : default_bindings()) {
            if (find(bindings, binding.chord) == nullptr) {
                text += formatted("{}: {}\n", yaml::scalar(to_string(binding.chord)), no_action);
            }
        }
    }
    return text.empty() ? Written{.text = "{}"} : Written{.text = text, .block = true};
}

} // namespace

std::vector<Binding> default_bindings() {
    std::vector<Binding> bindings;
    const auto add = [&bindings](std::string_view chord, std::string_view action) {
        auto key = parse_key_chord(chord);
        auto what = parse_action(action);
        if (!key || !what) {
            log::panic(formatted("default binding {}: {}", chord, action));
        }
        bindings.push_back({*key, *std::move(what)});
    };
    for (const auto& [chord, action] : defaults) {
        add(chord, action);
    }
    for (int number = 1; number <= 9; ++number) {
        add(formatted("s-{}", number), formatted("workspace {}", number));
        add(formatted("s-S-{}", number), formatted("move-to-workspace {}", number));
    }
    return bindings;
}

Key<Config> default_bindings_key() {
    Key<Config> key = value<Config>(
        "default_bindings",
        "Whether the default bindings are there below those that follow.",
        &Config::default_bindings,
        kind::flag()
    );
    const auto read_flag = key.read;
    key.read =
        [read_flag](const Node& node, Config& config, Report& report, const std::string& path) {
            read_flag(node, config, report, path);
            config.bindings = config.default_bindings ? default_bindings() : std::vector<Binding>{};
        };
    return key;
}

Key<Config> bindings_key() {
    Key<Config> key;
    key.name = "bindings";
    key.help = "What keys do, laid over the default bindings, so only changes need to stand here. "
               "Keys are written as Emacs writes them: s- is Super, S- Shift, C- Ctrl, M- Alt; "
               "then a character, RET, TAB, SPC, ESC, DEL or a name such as <f5>. Actions are:";
    for (const ActionDoc& action : describe_actions()) {
        key.terms.push_back(formatted("{}: {}", action.form, action.help));
    }
    key.terms.push_back(formatted("{}: Takes a default binding away.", no_action));
    key.expected = expected;
    key.read = read;
    key.write = [](const Config& config, bool /*comments*/) { return write(config); };
    return key;
}

} // namespace exwm_vr::config
