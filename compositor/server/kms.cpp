// SPDX-License-Identifier: MIT
#include "server/kms.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "passthrough/gpu/inventory.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
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
    auto kms = std::make_unique<Kms>(std::move(session), into, here);
    if (auto opened = kms->open_cards(*cards); !opened) {
        return std::unexpected(opened.error());
    }
    return kms;
}

Kms::Kms(SessionHandle session, wlr_backend* into, gpu::Wish wish)
    : session_(std::move(session))
    , into_(into)
    , wish_(std::move(wish))
    , new_card_(*this, session_->events.add_drm_card)
    , primary_gone_(*this) {}

Kms::~Kms() = default;

Result<void> Kms::open_cards(const std::vector<gpu::Chosen>& cards) {
    for (const auto& [device, reason] : cards) {
        const auto card = open_card(device->card);
        auto* backend = card.backend;
        if (backend == nullptr) {
            log::warn("{} ({}) could not be opened", device->card, device->driver);
            continue;
        }
        if (primary_backend_ == nullptr) {
            primary_backend_ = backend;
            primary_gone_.connect(backend->events.destroy);
        }
        first_cards_.push_back(card);
        text_ += formatted("{}{} ({})", text_.empty() ? "" : ", ", device->card, reason);
    }
    if (primary_backend_ == nullptr) {
        return fail("no card could be opened; is another compositor using it?");
    }
    return {};
}

void Kms::each_card(std::function<void(const Card&)> tell) {
    tell_card_ = std::move(tell);
    for (const auto& card : std::exchange(first_cards_, {})) {
        tell_card_(card);
    }
}

Kms::Card Kms::open_card(const std::string& path) {
    auto* device = wlr_session_open_file(session_.get(), path.c_str());
    if (device == nullptr) {
        return {};
    }
    auto* backend = wlr_drm_backend_create(session_.get(), device, primary_backend_);
    if (backend == nullptr) {
        wlr_session_close_file(session_.get(), device);
        return {};
    }
    if (!wlr_multi_backend_add(into_, backend)) {
        return {};
    }
    return {backend, device, std::filesystem::path(path).filename().string()};
}

void Kms::on_new_card(wlr_session_add_event& event) {
    const std::string path = event.path;
    const auto devices = gpu::take_inventory();
    const auto cards = gpu::choose_cards(devices, wish_);
    const auto wanted = cards && std::ranges::any_of(*cards, [&](const auto& chosen) {
                            return chosen.device->card == path;
                        });
    if (!wanted) {
        log::info("the new card {} is left alone", path);
        return;
    }
    const auto card = open_card(path);
    if (card.backend != nullptr && tell_card_) {
        tell_card_(card); // before it says what is plugged in
    }
    if (card.backend == nullptr || !wlr_backend_start(card.backend)) {
        log::warn("the new card {} could not be used", path);
        return;
    }
    log::info("the new card {} is used", path);
}

void Kms::on_primary_gone() {
    primary_gone_.disconnect();
    primary_backend_ = nullptr;
}

} // namespace exwm_vr::server
