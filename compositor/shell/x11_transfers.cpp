// SPDX-License-Identifier: MIT
#include "shell/x11_transfers.hpp"

#include "base/log.hpp"
#include "shell/x11_requests.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace exwm_vr::shell {
namespace {

/// Properties: requests that are given up and may be answered yet, and one more. The server keeps
/// their names for ever.
constexpr std::size_t most_slots = 16;

} // namespace

X11Transfers::X11Transfers(Host host)
    : host_(std::move(host)) {}

void X11Transfers::ask(xcb_window_t program, xcb_atom_t type, xcb_timestamp_t time, Fd out) {
    waiting_.push_back(
        {.request = {.program = program, .type = type, .time = time}, .out = std::move(out)}
    );
    if (current_ == nullptr) {
        next();
    }
}

void X11Transfers::next() {
    current_ = nullptr;
    while (current_ == nullptr && !waiting_.empty()) {
        auto [request, out] = std::move(waiting_.front());
        waiting_.pop_front();
        auto* const connection = host_.connection();
        auto* const slot = connection == nullptr ? nullptr : free_slot(connection);
        if (slot == nullptr) {
            host_.cut(); // the pipe ends
            continue;
        }
        current_ = slot;
        slot->request = request;
        slot->transfer = std::make_unique<X11Transfer>(
            host_.loop,
            X11Transfer::Place{
                .connection = host_.connection,
                .window = host_.window,
                .property = slot->property,
                .incremental = host_.incremental,
            },
            std::move(out),
            host_.limit,
            [this, slot] { look_at(*slot); }
        );
        // What a program left there that ended before it could tell.
        xcb_delete_property(connection, host_.window, slot->property);
        xcb_convert_selection(
            connection, host_.window, host_.selection, request.type, slot->property, request.time
        );
        xcb_flush(connection);
    }
}

X11Transfers::Slot* X11Transfers::free_slot(xcb_connection_t* connection) {
    const auto unused =
        std::ranges::find(slots_, nullptr, [](const auto& slot) { return slot->transfer.get(); });
    if (unused != slots_.end()) {
        // To the end, so that the oldest requests are first.
        std::rotate(unused, std::next(unused), slots_.end());
        return slots_.back().get();
    }
    if (slots_.size() == most_slots) {
        log::debug("X11 programs leave {} requests for what they drag unanswered", most_slots);
        return nullptr;
    }
    const auto name = "_EXWM_VR_DROPPED_" + std::to_string(slots_.size());
    return slots_
        .emplace_back(std::make_unique<Slot>(Slot{x11_atom(connection, name), {}, nullptr}))
        .get();
}

void X11Transfers::look_at(Slot& slot) {
    const bool closed = slot.transfer->closed();
    if (closed && current_ == &slot && slot.transfer->cut()) {
        log::debug("what an X11 program drags did not come in full");
        host_.cut();
    }
    if (slot.transfer->over()) {
        slot.transfer.reset();
    }
    if (closed && current_ == &slot) {
        next();
        if (idle()) {
            host_.idle();
        }
    }
}

void X11Transfers::answered(const xcb_selection_notify_event_t& answer) {
    const auto find = [this](const auto& is_meant) {
        const auto slot = std::ranges::find_if(slots_, [&](const auto& each) {
            return each->transfer && !each->transfer->begun() && is_meant(*each);
        });
        return slot != slots_.end() ? slot->get() : nullptr;
    };
    const bool has = answer.property != XCB_ATOM_NONE;
    const Slot* slot = nullptr;
    if (has) {
        slot = find([&](const Slot& each) { return each.property == answer.property; });
    } else {
        // A refusal does not say which property it is about: the oldest request's, as programs
        // answer in turn. Not all say the time of the request.
        const auto type_is = [&](const Slot& each) { return each.request.type == answer.target; };
        slot = find([&](const Slot& each) {
            return type_is(each) && each.request.time == answer.time;
        });
        slot = slot != nullptr ? slot : find(type_is);
    }
    if (slot != nullptr) {
        slot->transfer->answered(has);
    }
}

void X11Transfers::changed(const xcb_property_notify_event_t& change) {
    const auto slot = std::ranges::find(slots_, change.atom, &Slot::property);
    if (slot != slots_.end() && (*slot)->transfer && change.state == XCB_PROPERTY_NEW_VALUE) {
        (*slot)->transfer->value_came();
    }
}

void X11Transfers::owner_changed(xcb_window_t program) {
    // They are for who had it.
    for (; !waiting_.empty(); waiting_.pop_front()) {
        host_.cut();
    }
    if (current_ != nullptr && program != XCB_WINDOW_NONE && !current_->transfer->begun()) {
        current_->transfer->give_up();
    }
}

void X11Transfers::program_gone(xcb_window_t program) {
    for (auto& [request, out] : waiting_) {
        if (request.program == program) {
            out.reset();
            host_.cut();
        }
    }
    std::erase_if(waiting_, [](const auto& waiting) { return !waiting.out; });
    // Each one that ends may let another program's begin, in any of them.
    std::vector<Slot*> asked;
    std::ranges::transform(slots_, std::back_inserter(asked), &std::unique_ptr<Slot>::get);
    for (auto* const slot : asked) {
        if (slot->transfer && slot->request.program == program) {
            slot->transfer->program_gone();
        }
    }
}

} // namespace exwm_vr::shell
