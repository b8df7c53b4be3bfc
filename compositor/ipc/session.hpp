// SPDX-License-Identifier: MIT
#pragma once

#include "config/key_chord.hpp"
#include "ipc/credentials.hpp"
#include "ipc/desktop.hpp"
#include "ipc/event_type.hpp"
#include "ipc/rate_limit.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace exwm_vr::ipc {

/// A key that a peer wants for itself.
struct KeyGrab {
    config::KeyChord chord;
    std::string text; ///< as the peer wrote it; it looks the event up by this
};

constexpr std::size_t max_grabs = 1024; ///< of one peer

/// What the server remembers of a connection, apart from its bytes. Goes with the connection, so
/// that a peer that dies leaves no key grabbed.
struct Session {
    explicit Session(Credentials who, int messages_per_second)
        : peer(who)
        , rate(messages_per_second) {}

    Credentials peer;
    int id = 0;         ///< counts connections, from 1
    int version = 0;    ///< of the protocol; 0 before hello
    std::string client; ///< the name it gave itself
    EventSet events;    ///< what a version 2 peer wants to hear; key-pressed comes in any case
    std::vector<KeyGrab> grabs;
    RateLimit rate;
    std::uint64_t messages = 0;
    std::uint64_t events_dropped = 0;

    [[nodiscard]] bool greeted() const { return version != 0; }

    /// Version 1 readers take any value for any other; version 2 wants the right types.
    [[nodiscard]] bool lenient() const { return version < 2; }

    [[nodiscard]] bool wants(EventType type) const {
        if (version == 1) {
            return index_of(type) < v1_event_types;
        }
        return version == 2 && events.test(index_of(type));
    }

    /// The window belongs to the peer's own process: Emacs's frame, seen by Emacs.
    [[nodiscard]] bool owns(pid_t window_pid) const {
        return window_pid != 0 && window_pid == peer.pid;
    }

    /// An EWWM v1 Emacs manages each window that it hears of, so it must not hear of its own
    /// frames; later versions see them marked.
    [[nodiscard]] bool hides(pid_t window_pid) const { return version == 1 && owns(window_pid); }
};

} // namespace exwm_vr::ipc
