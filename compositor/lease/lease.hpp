// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <cstdint>
#include <cstdlib>
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

    /// Whether it was granted, also once it is over.
    [[nodiscard]] bool was_granted() const { return was_granted_; }

    /// Why it ends, for people; the first reason counts.
    void set_end(std::string why) {
        if (end_.empty()) {
            end_ = std::move(why);
        }
    }

    [[nodiscard]] const std::string& end() const { return end_; }

    /// What shows its pictures: KMS objects, that nobody else is to use.
    [[nodiscard]] const std::vector<std::uint32_t>& crtcs() const { return crtcs_; }

    void set_crtcs(std::vector<std::uint32_t> crtcs) { crtcs_ = std::move(crtcs); }

    /// @p ended is called when the backend lets go of it; it may destroy this.
    void set_drm(wlr_drm_lease& drm, std::function<void()> ended) {
        was_granted_ = true;
        drm_ = &drm;
        ended_ = std::move(ended);
        drm_destroy_.connect(drm.events.destroy);
    }

    /// The card is gone, with all that the backend knew of it: it has forgotten this, too, which is
    /// left to us.
    void free_drm() {
        drm_destroy_.disconnect();
        std::free(std::exchange(drm_, nullptr)); // NOLINT(*-no-malloc, *-owning-memory)
    }

private:
    void on_drm_destroy() {
        drm_destroy_.disconnect();
        drm_ = nullptr;
        const auto ended = std::move(ended_);
        ended(); // may destroy this
    }

    Card& card_;
    std::uint64_t id_;
    wl_resource* resource_;
    std::vector<Connector> connectors_;
    std::vector<std::uint32_t> crtcs_;
    std::string end_;
    bool was_granted_ = false;
    wlr_drm_lease* drm_ = nullptr; ///< the backend's, until on_drm_destroy()
    std::function<void()> ended_;
    Listener<&Lease::on_drm_destroy> drm_destroy_;
};

} // namespace exwm_vr::lease
