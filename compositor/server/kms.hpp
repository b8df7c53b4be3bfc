// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/gpu/choose.hpp"
#include "server/card_watch.hpp"
#include "wlr/handles.hpp"
#include "wlr/listener.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::server {

/// A seat, its input devices, and the cards whose outputs it shows. All backends belong to the
/// multi-backend that they were added to and must go before this does.
class Kms {
public:
    /// Takes the seat and opens the first of the cards that @p wish and the rules choose from
    /// @p devices. An error says what is missing; without a card it comes before the seat is taken.
    static Result<std::unique_ptr<Kms>> open(
        wl_event_loop* loop,
        wlr_backend* into,
        std::vector<gpu::Device> devices,
        const gpu::Wish& wish
    );

    Kms(wl_event_loop* loop, SessionHandle session, wlr_backend* into, gpu::Wish wish);
    Kms(const Kms&) = delete;
    Kms& operator=(const Kms&) = delete;
    ~Kms();

    [[nodiscard]] wlr_session* session() const { return session_.get(); }

    /// A card that is open, until its backend goes.
    struct Card {
        wlr_backend* backend = nullptr;
        wlr_device* device = nullptr;
        std::string name; ///< "card0"
        std::string path; ///< "/dev/dri/card0"
    };

    /// Opens the other cards that have something plugged in; the rest are opened once they have.
    /// @p by_cpu: no GPU copies for them what the first one's drew.
    void open_others(bool by_cpu);

    struct Events {
        std::function<void(const Card&)> opened;  ///< before it says what is plugged in
        std::function<void(const Card&)> closing; ///< while all is there still
        /// What gave the seat has ended, and all cards and input devices with it. session() is null
        /// from then on.
        std::function<void()> seat_lost;
    };

    /// Cards that are open already are told of at once.
    void set_events(Events events);

    /// The cards that are open and why, "card0 (outputs are connected)".
    [[nodiscard]] const std::string& text() const { return text_; }

    /// What was asked for, without the devices that were given away.
    [[nodiscard]] const gpu::Wish& wish() const { return wish_; }

    /// How a device's card is used.
    enum class Use : std::uint8_t { none, open, waiting, released };

    [[nodiscard]] Use use_of(const gpu::Device& device) const;

    /// Closes the device's card and leaves it alone until acquire(), also when it comes anew. If
    /// the others depend on it they are closed, too, and opened again: their outputs go and come
    /// back, and between @p draw_anew makes what draws for them and says whether that is the CPU.
    /// Nothing has changed after an error.
    Result<void> release(const gpu::Device& device, const std::function<bool()>& draw_anew);

    /// Takes it back: opens its card if something is plugged in.
    void acquire(const gpu::Device& device);

private:
    /// A card that is not open.
    struct Waiting {
        std::string path;
        std::string reason;
        bool later; ///< only once something is plugged in
    };

    struct Open {
        Open(std::vector<std::unique_ptr<Open>>& all, Card card)
            : all(all)
            , card(std::move(card))
            , destroy(*this, this->card.backend->events.destroy) {}

        void on_destroy();

        std::vector<std::unique_ptr<Open>>& all;
        Card card;
        Listener<&Open::on_destroy> destroy;
    };

    Result<void> open_first(const std::vector<gpu::Chosen>& cards);
    void open_anew(const std::vector<gpu::Chosen>& cards, const std::function<bool()>& draw_anew);
    [[nodiscard]] Card open_card(const std::string& path);
    [[nodiscard]] wlr_backend*
    make_backend(const std::string& path, wlr_backend* parent, Card& card);
    void use_card(const std::string& path);
    void start(const Card& card);
    void consider(const std::string& path);
    void use_plugged();
    void on_new_card(wlr_session_add_event& event);
    void on_active();
    void on_session_destroy();
    void close(const Card& card);
    void on_primary_gone();

    wl_event_loop* loop_;
    SessionHandle session_;
    wlr_backend* into_;
    gpu::Wish wish_;
    wlr_backend* primary_backend_ = nullptr; ///< belongs to into_; null once it is unplugged
    std::string text_;
    bool by_cpu_ = false;
    std::vector<Waiting> waiting_;
    std::vector<std::unique_ptr<Open>> open_;
    std::vector<Card> first_cards_; ///< until set_events()
    Events events_;
    CardWatch watch_;
    LoopCallback use_plugged_;
    Listener<&Kms::on_new_card> new_card_;
    Listener<&Kms::on_active> active_;
    Listener<&Kms::on_session_destroy> session_destroy_;
    Listener<&Kms::on_primary_gone> primary_gone_;
};

} // namespace exwm_vr::server
