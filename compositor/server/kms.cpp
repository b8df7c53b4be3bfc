// SPDX-License-Identifier: MIT
#include "server/kms.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "passthrough/gpu/inventory.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <tuple>
#include <utility>

namespace exwm_vr::server {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds seat_patience{10};

/// Until another session on the same seat has given way.
Result<void> wait_until_active(wl_event_loop* loop, const wlr_session& session) {
    if (!session.active) {
        log::info("waiting for {} to become active", session.seat);
    }
    const auto limit = Clock::now() + seat_patience;
    while (!session.active) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(limit - Clock::now());
        if (left.count() <= 0) {
            return fail(
                "{} did not become active in {} s: another session is in front",
                session.seat,
                seat_patience.count()
            );
        }
        if (wl_event_loop_dispatch(loop, static_cast<int>(left.count())) < 0) {
            return fail("{} cannot be waited for", session.seat);
        }
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Kms>> Kms::open(
    wl_event_loop* loop, wlr_backend* into, std::vector<gpu::Device> devices, const gpu::Wish& wish
) {
    // Asked for any seat first: without a card there is no need to disturb the one who has it.
    if (auto any = gpu::choose_cards(devices, wish); !any) {
        return fail("{}; use --headless for virtual outputs", any.error().message);
    }
    SessionHandle session(wlr_session_create(loop));
    if (!session) {
        return fail(
            "no seat: neither seatd nor logind gives this session one; use --headless for virtual "
            "outputs"
        );
    }
    if (auto active = wait_until_active(loop, *session); !active) {
        return std::unexpected(active.error());
    }
    auto here = wish;
    here.seat = session->seat;
    const auto cards = gpu::choose_cards(devices, here);
    if (!cards) {
        return fail("{}; use --headless for virtual outputs", cards.error().message);
    }
    auto* input = wlr_libinput_backend_create(session.get());
    if (input == nullptr || !wlr_multi_backend_add(into, input)) {
        return fail("libinput could not be started");
    }
    auto kms = std::make_unique<Kms>(loop, std::move(session), into, here);
    if (auto opened = kms->open_first(*cards); !opened) {
        return std::unexpected(opened.error());
    }
    return kms;
}

Kms::Kms(wl_event_loop* loop, SessionHandle session, wlr_backend* into, gpu::Wish wish)
    : loop_(loop)
    , session_(std::move(session))
    , into_(into)
    , wish_(std::move(wish))
    , watch_(loop, [this] { use_plugged(); })
    , new_card_(*this, session_->events.add_drm_card)
    , active_(*this, session_->events.active)
    , session_destroy_(*this, session_->events.destroy)
    , primary_gone_(*this) {}

Kms::~Kms() = default;

void Kms::on_session_destroy() {
    session_destroy_.disconnect();
    active_.disconnect();
    new_card_.disconnect();
    std::ignore = session_.release(); // destroys itself
    if (events_.seat_lost) {
        events_.seat_lost();
    }
}

Result<void> Kms::open_first(const std::vector<gpu::Chosen>& cards) {
    for (const auto& [device, reason, later] : cards) {
        if (primary_backend_ != nullptr) {
            waiting_.push_back({.path = device->card, .reason = reason, .later = later});
            continue;
        }
        const auto card = open_card(device->card);
        if (card.backend == nullptr) {
            log::warn("{} ({}) could not be opened", device->card, device->driver);
            continue;
        }
        primary_backend_ = card.backend;
        primary_gone_.connect(card.backend->events.destroy);
        first_cards_.push_back(card);
        text_ = formatted("{} ({})", device->card, reason);
    }
    if (primary_backend_ == nullptr) {
        return fail("no card could be opened; is another compositor using it?");
    }
    return {};
}

void Kms::open_others(bool by_cpu) {
    by_cpu_ = by_cpu;
    std::erase_if(waiting_, [this](const Waiting& waiting) {
        if (waiting.later) {
            log::info("{} is {}", waiting.path, waiting.reason);
            return false;
        }
        const auto card = open_card(waiting.path);
        if (card.backend == nullptr) {
            log::warn("{} could not be opened", waiting.path);
            return true;
        }
        first_cards_.push_back(card);
        text_ += formatted(", {} ({})", waiting.path, waiting.reason);
        return true;
    });
}

void Kms::set_events(Events events) {
    events_ = std::move(events);
    for (const auto& card : std::exchange(first_cards_, {})) {
        events_.opened(card);
    }
}

wlr_backend* Kms::make_backend(const std::string& path, wlr_backend* parent, Card& card) {
    card.device = wlr_session_open_file(session_.get(), path.c_str());
    if (card.device == nullptr) {
        return nullptr;
    }
    // Closes the device if it fails.
    return wlr_drm_backend_create(session_.get(), card.device, parent);
}

Kms::Card Kms::open_card(const std::string& path) {
    Card card{
        .backend = nullptr,
        .device = nullptr,
        .name = std::filesystem::path(path).filename().string(),
        .path = path
    };
    auto* const parent = by_cpu_ ? nullptr : primary_backend_;
    card.backend = make_backend(path, parent, card);
    if (card.backend == nullptr && parent != nullptr) {
        // A card without a GPU copies nothing, and may be able to show the other's memory.
        card.backend = make_backend(path, nullptr, card);
    }
    if (card.backend == nullptr || !wlr_multi_backend_add(into_, card.backend)) {
        card.backend = nullptr;
        return card;
    }
    open_.push_back(std::make_unique<Open>(open_, card));
    return card;
}

void Kms::use_card(const std::string& path) {
    start(open_card(path));
}

void Kms::start(const Card& card) {
    if (card.backend != nullptr && events_.opened) {
        events_.opened(card); // before it says what is plugged in
    }
    if (card.backend == nullptr || !wlr_backend_start(card.backend)) {
        log::warn("the card {} could not be used", card.path);
        return;
    }
    log::info("the card {} is used", card.path);
}

void Kms::use_plugged() {
    if (waiting_.empty() || !session_ || !session_->active || !events_.opened) {
        return;
    }
    const auto devices = gpu::take_inventory();
    const auto with = [&](bool plugged) {
        return [&devices, plugged](const Waiting& waiting) {
            const auto device = std::ranges::find(devices, waiting.path, &gpu::Device::card);
            return plugged ? device != devices.end() && gpu::connected(*device)
                           : device == devices.end();
        };
    };
    std::erase_if(waiting_, with(false)); // unplugged itself: it is new when it comes back
    auto plugged = waiting_;
    std::erase_if(plugged, std::not_fn(with(true)));
    std::erase_if(waiting_, with(true));
    for (const auto& card : plugged) {
        use_card(card.path);
    }
}

void Kms::on_active() {
    if (session_->active) {
        // Once the cards that are open are back.
        use_plugged_ = LoopCallback::idle(loop_, [this] { use_plugged(); });
    }
}

void Kms::on_new_card(wlr_session_add_event& event) {
    consider(event.path);
}

void Kms::consider(const std::string& path) {
    const auto devices = gpu::take_inventory();
    const auto cards = gpu::choose_cards(devices, wish_);
    const auto* const wanted = [&]() -> const gpu::Chosen* {
        const auto path_of = [](const auto& chosen) { return chosen.device->card; };
        if (!cards) {
            return nullptr;
        }
        const auto found = std::ranges::find(*cards, path, path_of);
        return found != cards->end() ? &*found : nullptr;
    }();
    if (wanted == nullptr) {
        log::info("the new card {} is left alone", path);
    } else if (wanted->later || !session_->active) {
        log::info("the new card {} is {}", path, wanted->reason);
        waiting_.push_back({.path = path, .reason = wanted->reason, .later = true});
    } else {
        use_card(path);
    }
}

void Kms::on_primary_gone() {
    primary_gone_.disconnect();
    primary_backend_ = nullptr;
}

} // namespace exwm_vr::server
