// SPDX-License-Identifier: MIT
#include "ctl/wayland/wait.hpp"

#include <wayland-client.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace exwm_vr::ctl {

namespace {

/// Why the connection is of no use any more.
std::unexpected<Failure> lost(Connection& connection) {
    const auto why = connection.roundtrip(Deadline::after(milliseconds(0)));
    return std::unexpected(why ? Failure(Error{"the connection was lost"}) : why.error());
}

} // namespace

Outcome<void> wait_for_any(Connection& connection, std::span<pollfd> others, Deadline deadline) {
    for (auto& other : others) {
        other.revents = 0;
    }
    wl_display* const display = connection.display();
    if (wl_display_prepare_read(display) < 0) {
        // Something is there to be handled, which may be what the caller waits for.
        if (wl_display_dispatch_pending(display) < 0) {
            return lost(connection);
        }
        return {};
    }
    if (auto flushed = connection.flush(deadline); !flushed) {
        wl_display_cancel_read(display);
        return flushed;
    }
    std::vector<pollfd> all(others.begin(), others.end());
    all.push_back({.fd = wl_display_get_fd(display), .events = POLLIN, .revents = 0});
    int ready = -1;
    do {
        ready = poll(all.data(), all.size(), deadline.poll_timeout());
    } while (ready < 0 && errno == EINTR);
    if (ready < 0) {
        wl_display_cancel_read(display);
        return fail("poll: {}", std::strerror(errno));
    }
    if (all.back().revents == 0) {
        wl_display_cancel_read(display);
    } else if (wl_display_read_events(display) < 0 || wl_display_dispatch_pending(display) < 0) {
        return lost(connection);
    }
    for (std::size_t i = 0; i < others.size(); ++i) {
        others[i].revents = all[i].revents;
    }
    return {};
}

} // namespace exwm_vr::ctl
