// SPDX-License-Identifier: MIT
#include "input/attention.hpp"

#include <algorithm>
#include <span>

namespace exwm_vr::input {
namespace {

wl_client* client_of(const wlr_surface* surface) {
    return surface != nullptr ? wl_resource_get_client(surface->resource) : nullptr;
}

/// wlroots' own check lets any serial pass that is older than those it remembers.
bool remembers(const wlr_seat_client& seat_client, std::uint32_t serial) {
    const auto& set = seat_client.serials;
    return std::ranges::any_of(
        std::span(set.data).first(static_cast<std::size_t>(set.count)), [&](const auto& range) {
            return serial - range.min_incl <= range.max_incl - range.min_incl; // they wrap
        }
    );
}

} // namespace

void Attention::pressed(wlr_surface* surface) {
    pressed_gone_.reset();
    pressed_ = client_of(surface);
    if (pressed_ != nullptr) {
        pressed_gone_.emplace(pressed_, [this] { typed(); });
    }
}

void Attention::typed() {
    pressed_ = nullptr;
    pressed_gone_.reset();
}

bool Attention::at(const wl_client* client) const {
    return client != nullptr &&
           (client == pressed_ || client == client_of(seat_.keyboard_state.focused_surface) ||
            client == client_of(seat_.pointer_state.focused_surface));
}

bool Attention::gave(wl_client* client, std::uint32_t serial) const {
    const auto* seat_client = wlr_seat_client_for_wl_client(&seat_, client);
    return at(client) && seat_client != nullptr && remembers(*seat_client, serial);
}

} // namespace exwm_vr::input
