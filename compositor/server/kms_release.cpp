// SPDX-License-Identifier: MIT
// Cards that are given away while we run, to a virtual machine for example, and taken back.
#include "base/log.hpp"
#include "passthrough/gpu/inventory.hpp"
#include "server/kms.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::server {

void Kms::Open::on_destroy() {
    std::erase_if(all, [this](const auto& open) { return open.get() == this; });
}

Kms::Use Kms::use_of(const gpu::Device& device) const {
    if (std::ranges::contains(wish_.without, device.bus)) {
        return Use::released;
    }
    const auto path_of = [](const auto& open) { return open->card.path; };
    if (std::ranges::contains(open_, device.card, path_of)) {
        return Use::open;
    }
    return std::ranges::contains(waiting_, device.card, &Waiting::path) ? Use::waiting : Use::none;
}

Result<void> Kms::release(const gpu::Device& device, const std::function<bool()>& draw_anew) {
    if (!session_ || !session_->active) {
        return fail("another terminal is shown; cards are given away only while this one is");
    }
    auto rest = wish_;
    rest.without.push_back(device.bus);
    const auto devices = gpu::take_inventory();
    const auto cards = gpu::choose_cards(devices, rest);
    if (!cards) {
        return fail("without it nothing could be shown any more: {}", cards.error().message);
    }
    wish_ = std::move(rest);
    std::erase_if(waiting_, [&](const auto& waiting) { return waiting.path == device.card; });
    const auto path_of = [](const auto& open) { return open->card.path; };
    const auto found = std::ranges::find(open_, device.card, path_of);
    if (found == open_.end()) {
        return {};
    }
    if ((*found)->card.backend == primary_backend_) {
        open_anew(*cards, draw_anew);
    } else {
        close((*found)->card);
    }
    return {};
}

void Kms::close(const Card& card) {
    if (events_.closing) {
        events_.closing(card);
    }
    wlr_backend_destroy(card.backend); // and with it the card
}

void Kms::open_anew(const std::vector<gpu::Chosen>& cards, const std::function<bool()>& draw_anew) {
    while (!open_.empty()) {
        close(open_.back()->card); // those that copy from the first go first
    }
    waiting_.clear();
    if (auto opened = open_first(cards); !opened) {
        log::error("nothing is shown until another card comes: {}", opened.error().message);
    }
    open_others(draw_anew());
    for (const auto& card : std::exchange(first_cards_, {})) {
        start(card);
    }
}

void Kms::acquire(const gpu::Device& device) {
    std::erase(wish_.without, device.bus);
    if (!device.card.empty()) {
        consider(device.card);
    }
}

} // namespace exwm_vr::server
