// SPDX-License-Identifier: MIT
// type, key.
#include "ctl/commands/command_line.hpp"
#include "ctl/wayland/virtual_keyboard.hpp"

#include <iostream>
#include <iterator>

namespace exwm_vr::ctl {

namespace {

struct TypeArguments {
    std::string text;
    bool from_input = false;
    milliseconds delay{};
};

struct KeyArguments {
    std::vector<std::string> keys;
    milliseconds delay{};
};

/// Opens a keyboard and does something with it.
template <typename Use>
Outcome<void> with_keyboard(Context& context, Use use) {
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const auto keyboard = VirtualKeyboard::open(**connection);
    if (!keyboard) {
        return std::unexpected(keyboard.error());
    }
    return use(**keyboard);
}

Outcome<void> type_text(Context& context, const TypeArguments& arguments) {
    std::string text = arguments.text;
    if (arguments.from_input) {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    }
    return with_keyboard(context, [&](VirtualKeyboard& keyboard) {
        return keyboard.type(text, arguments.delay);
    });
}

Outcome<void> press_keys(Context& context, const KeyArguments& arguments) {
    std::vector<config::KeyChord> chords;
    for (const std::string& key : arguments.keys) {
        const auto chord = config::parse_key_chord(key);
        if (!chord) {
            return usage_failure("{}", chord.error().message);
        }
        chords.push_back(*chord);
    }
    return with_keyboard(context, [&](VirtualKeyboard& keyboard) {
        return keyboard.press(chords, arguments.delay);
    });
}

} // namespace

void add_keyboard_commands(CommandLine& line) {
    const auto typed = std::make_shared<TypeArguments>();
    CLI::App& type = line.add("type", "Type text", [typed](Context& context) {
        return type_text(context, *typed);
    });
    CLI::Option* const text = type.add_option(
        "TEXT",
        typed->text,
        "Any Unicode text; put -- before it if it begins "
        "with a dash"
    );
    CLI::Option* const input =
        type.add_flag("--stdin", typed->from_input, "Type what comes on standard input");
    text->excludes(input);
    type.require_option(1, 0);
    add_duration(type, "--delay", typed->delay, "Pause after each character");

    const auto pressed = std::make_shared<KeyArguments>();
    CLI::App& key = line.add("key", "Press keys one after the other", [pressed](Context& context) {
        return press_keys(context, *pressed);
    });
    key.add_option("KEY", pressed->keys, "As Emacs describes it: s-r, C-M-x, RET, <f5>")
        ->required();
    add_duration(key, "--delay", pressed->delay, "Pause after each key");
}

} // namespace exwm_vr::ctl
