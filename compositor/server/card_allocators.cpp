// SPDX-License-Identifier: MIT
#include "server/card_allocators.hpp"

#include <algorithm>

namespace exwm_vr::server {

struct CardAllocators::Entry {
    Entry(CardAllocators& owner, wlr_backend& backend)
        : owner(owner)
        , backend(&backend)
        , allocator(wlr_allocator_autocreate(&backend, &owner.renderer_))
        , destroy(*this, backend.events.destroy) {}

    void on_destroy() {
        std::erase_if(owner.entries_, [this](const auto& entry) { return entry.get() == this; });
    }

    CardAllocators& owner;
    wlr_backend* backend;
    Allocator allocator;
    Listener<&Entry::on_destroy> destroy;
};

CardAllocators::CardAllocators(wlr_backend& backend, wlr_renderer& renderer, wlr_allocator& common)
    : backend_(backend)
    , renderer_(renderer)
    , common_(common) {}

CardAllocators::~CardAllocators() = default;

wlr_allocator* CardAllocators::find(const wlr_output& output) {
    auto& card = *output.backend;
    const bool other = wlr_backend_is_drm(&card) &&
                       wlr_backend_get_drm_fd(&card) != wlr_backend_get_drm_fd(&backend_);
    if (!other || !wlr_renderer_is_pixman(&renderer_)) {
        return &common_;
    }
    auto found =
        std::ranges::find(entries_, &card, [](const auto& entry) { return entry->backend; });
    if (found == entries_.end()) {
        entries_.push_back(std::make_unique<Entry>(*this, card));
        found = std::prev(entries_.end());
    }
    return (*found)->allocator.get();
}

} // namespace exwm_vr::server
