// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::lease {

struct Connector {
    std::uint32_t id = 0; ///< KMS object
    std::string name;     ///< "DP-3"
};

class Card;

/// What a client asks for, and then has: connectors of one card.
class Lease {
public:
    Lease(Card& card, std::uint64_t id, wl_resource* resource, std::vector<Connector> connectors)
        : card_(card)
        , id_(id)
        , resource_(resource)
        , connectors_(std::move(connectors))
        , drm_destroy_(*this) {}

    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() = default;

    [[nodiscard]] Card& card() const { return card_; }

    [[nodiscard]] std::uint64_t id() const { return id_; }

    [[nodiscard]] const std::vector<Connector>& connectors() const { return connectors_; }

    [[nodiscard]] bool granted() const { return drm_ != nullptr; }

    /// The client's wp_drm_lease_v1; null once it is told that the lease is over.
    [[nodiscard]] wl_resource* resource() const { return resource_; }

    void drop_resource() { resource_ = nullptr; }

    /// Null while it is only asked for.
    [[nodiscard]] wlr_drm_lease* drm() const { return drm_; }

    /// @p ended is called when the backend lets go of it; it may destroy this.
    void set_drm(wlr_drm_lease& drm, std::function<void()> ended) {
        drm_ = &drm;
        ended_ = std::move(ended);
        drm_destroy_.connect(drm.events.destroy);
    }

    /// The card is gone, with all that the backend knew of it.
    void forget_drm() {
        drm_destroy_.disconnect();
        drm_ = nullptr;
    }

private:
    void on_drm_destroy() {
        forget_drm();
        const auto ended = std::move(ended_);
        ended(); // may destroy this
    }

    Card& card_;
    std::uint64_t id_;
    wl_resource* resource_;
    std::vector<Connector> connectors_;
    wlr_drm_lease* drm_ = nullptr; ///< the backend's, until on_drm_destroy()
    std::function<void()> ended_;
    Listener<&Lease::on_drm_destroy> drm_destroy_;
};

} // namespace exwm_vr::lease
