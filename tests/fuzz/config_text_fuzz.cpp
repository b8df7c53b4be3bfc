// SPDX-License-Identifier: MIT
// Feeds text to the readers of key chords, actions and outputs, which IPC and the command line use
// too. The first byte says which; what one reads, it writes such that it reads the same.
#include "base/log.hpp"
#include "config/action.hpp"
#include "config/key_chord.hpp"
#include "config/output_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;
using exwm_vr::config::to_string; // actions are a std::variant, whose namespace is not ours

namespace {

void expect(bool holds, std::string_view what) {
    if (!holds) {
        log::panic(what);
    }
}

template <typename Value>
void check(const Result<Value>& value, Result<Value> (*parse)(std::string_view)) {
    if (!value) {
        expect(!value.error().message.empty(), "an error without a message");
        return;
    }
    const auto again = parse(to_string(*value));
    expect(again.has_value(), "what was written cannot be read");
    expect(*again == *value, "what was written is read as something else");
}

void check_chord(std::string_view text) {
    const auto chord = config::parse_key_chord(text);
    check(chord, config::parse_key_chord);
    if (chord) {
        const config::KeyPress press{
            .ctrl = chord->ctrl,
            .alt = chord->alt,
            .super = chord->super,
            .shift = chord->shift,
            .base = chord->keysym,
            .shifted = chord->keysym,
        };
        expect(config::matches(*chord, press), "a chord does not match its own key");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    switch (data[0]) {
    case 'k':
        check_chord(text);
        break;
    case 'a':
        check(config::parse_action(text), config::parse_action);
        break;
    default:
        check(config::parse_output_spec(text), config::parse_output_spec);
        break;
    }
    return 0;
}
