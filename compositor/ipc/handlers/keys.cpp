// SPDX-License-Identifier: MIT
// Keys that a peer takes from the windows.
#include "ipc/handlers/handlers.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr std::size_t max_key_bytes = 100;

Result<std::string> read_key(const Call& call) {
    auto key = call.request.text("key");
    if (key && key->size() > max_key_bytes) {
        return fail("invalid :key (longer than {} bytes)", max_key_bytes);
    }
    return key;
}

Result<Plist> grab(Call& call) {
    auto key = read_key(call);
    if (!key) {
        return std::unexpected(key.error());
    }
    const auto chord = config::parse_key_chord(*key);
    if (!chord) {
        return fail("invalid :key ({})", chord.error().message);
    }
    auto& grabs = call.session.grabs;
    if (std::ranges::find(grabs, *key, &KeyGrab::text) == grabs.end()) {
        if (grabs.size() >= max_grabs) {
            return fail("more than {} keys grabbed", max_grabs);
        }
        grabs.push_back({*chord, *key});
    }
    return Plist().set("key", std::move(*key));
}

Result<Plist> ungrab(Call& call) {
    auto key = read_key(call);
    if (!key) {
        return std::unexpected(key.error());
    }
    // Nothing to let go is no error: Emacs ungrabs without knowing what a reconnect has left.
    std::erase_if(call.session.grabs, [&](const KeyGrab& grab) { return grab.text == *key; });
    return Plist().set("key", std::move(*key));
}

constexpr std::array table{
    Handler{"key-grab", grab},
    Handler{"key-ungrab", ungrab},
};

} // namespace

std::span<const Handler> keys() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
