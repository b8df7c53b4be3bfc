// SPDX-License-Identifier: MIT
// For this room only.
#pragma once

#include "lease/leases.hpp"

#include <utility>

namespace exwm_vr::lease {

/// A card, until its backend goes.
struct Leases::Entry {
    Entry(Leases& owner, wlr_backend& backend, wlr_device& device, std::string name)
        : owner(owner)
        , name(std::move(name))
        , card(owner.display_, backend, device, owner)
        , destroy(*this, backend.events.destroy) {}

    void on_destroy() {
        owner.forget(*this); // deletes this
    }

    Leases& owner;
    std::string name;
    Card card;
    bool closing = false; ///< what is plugged into it is for nobody any more
    Listener<&Entry::on_destroy> destroy;
};

} // namespace exwm_vr::lease
