// SPDX-License-Identifier: MIT
// Programs ask for the focus: who gets it, and who is marked as urgent instead.
#include "server/desk.hpp"

namespace exwm_vr::server {

void Desk::activation_requested(shell::Window& window) {
    // A program may go from one of its windows to another; any other asks for the focus.
    const auto* focused = find(model_.focused());
    const bool same_client =
        focused != nullptr && window.pid() != 0 && focused->pid() == window.pid();
    request(window.id(), [&] {
        return same_client ? model_.focus(window.id()) : model_.set_urgent(window.id(), true);
    });
}

void Desk::urgency_changed(shell::Window& window, bool urgent) {
    request(window.id(), [&] { return model_.set_urgent(window.id(), urgent); });
}

void Desk::on_new_token(wlr_xdg_activation_token_v1& token) {
    // wlroots lets a program ask by any event that it ever had, also long after it. Which program
    // that is, its surface says: no other one's event counts.
    const bool from_user =
        seat_ != nullptr && token.seat == &seat_->handle() && token.surface != nullptr &&
        seat_->attention().gave(wl_resource_get_client(token.surface->resource), token.serial);
    token.data = from_user ? this : nullptr;
}

void Desk::on_request_activate(wlr_xdg_activation_v1_request_activate_event& event) {
    const auto* window = find(event.surface);
    if (window == nullptr) {
        return;
    }
    // Who the user was at may hand the focus on; any other asks for it.
    const bool from_user = event.token->data == this;
    request(window->id(), [&] {
        return from_user ? model_.focus(window->id()) : model_.set_urgent(window->id(), true);
    });
}

void Desk::on_bell(wlr_xdg_system_bell_v1_ring_event& event) {
    const auto* window = event.surface != nullptr ? find(event.surface) : nullptr;
    if (window != nullptr && window->mapped() && window->id() != model_.focused()) {
        request(window->id(), [&] { return model_.set_urgent(window->id(), true); });
    }
}

} // namespace exwm_vr::server
