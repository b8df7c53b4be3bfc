// SPDX-License-Identifier: MIT
#include "ctl/wayland/seat.hpp"

#include <wayland-client.h>

#include <chrono>

namespace exwm_vr::ctl {

Outcome<std::unique_ptr<Seat>> Seat::open(Connection& connection, Deadline deadline) {
    const auto* global = connection.find_global(wl_seat_interface.name);
    if (global == nullptr) {
        return fail("the compositor does not offer {}", wl_seat_interface.name);
    }
    return open(connection, *global, deadline);
}

Outcome<std::unique_ptr<Seat>>
Seat::open(Connection& connection, const Global& global, Deadline deadline) {
    static constexpr wl_seat_listener listener{
        .capabilities = [](
                            void* data, wl_seat*, std::uint32_t capabilities
                        ) { *static_cast<std::uint32_t*>(data) = capabilities; },
        .name = [](void*, wl_seat*, const char*) {},
    };
    std::unique_ptr<Seat> seat(new Seat);
    seat->proxy_ = connection.bind<wl_seat>(global, WL_SEAT_RELEASE_SINCE_VERSION);
    wl_seat_add_listener(seat->proxy_.get(), &listener, &seat->capabilities_);
    if (auto done = connection.roundtrip(deadline); !done) {
        return std::unexpected(done.error());
    }
    return seat;
}

bool Seat::has_keyboard() const {
    return (capabilities_ & WL_SEAT_CAPABILITY_KEYBOARD) != 0;
}

bool Seat::has_pointer() const {
    return (capabilities_ & WL_SEAT_CAPABILITY_POINTER) != 0;
}

std::uint32_t event_time() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now).count()
    );
}

Outcome<void> pause(Connection& connection, milliseconds duration) {
    auto waited = connection.wait_until([] { return false; }, Deadline::after(duration));
    if (!waited && waited.error().kind != Failure::Kind::timed_out) {
        return waited;
    }
    return {};
}

} // namespace exwm_vr::ctl
