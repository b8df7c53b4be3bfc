// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "lease/lease.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::lease {

class Card;

/// Who decides about leases and hears of them.
class CardHost {
public:
    virtual ~CardHost() = default;

    /// A client asks. To be answered by Card::grant() or Card::refuse(), within this call or
    /// later, unless lease_ended() comes first.
    virtual void lease_requested(Card& card, const Lease& lease) = 0;
    /// It is over, or was never granted; Lease::end() says why.
    virtual void lease_ended(const Lease& lease) = 0;
    /// Whether nobody is to be offered a display, though it was taken. Card::update_all() when it
    /// is not as it was.
    [[nodiscard]] virtual bool withdrawn(const std::string& connector) const = 0;
};

/// What is offered to nobody for a while.
enum class Hidden : std::uint8_t { nothing, desktop, all };

/// The wp_drm_lease_device_v1 of one KMS device (drm-lease v1). wlroots has one, too, which can
/// decide at once only, forgets cards that come late, and believes its backend about what is
/// leased, which a hotplug makes forget it.
class Card {
public:
    Card(wl_display* display, wlr_backend& backend, wlr_device& device, CardHost& host);
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;
    /// All leases must have ended, or the card be gone.
    ~Card();

    [[nodiscard]] const wlr_backend& backend() const { return backend_; }

    /// Takes an output to be leased. It is offered once no lease has its connector, until the
    /// output goes. @p headset: dark until it is leased, and offered before what is not.
    void take(wlr_output& output, bool headset);

    /// As if it had not been taken; a lease is not touched, but nobody is asked about it any more.
    void withdraw(std::uint32_t connector);

    /// Makes the offers that can be made now, and ends the others: also those of connectors that a
    /// hotplug brought back while they were leased, which nothing else does.
    void update_all();

    [[nodiscard]] bool is_leased(std::uint32_t connector) const;

    /// What shows pictures on it; 0: nothing does.
    [[nodiscard]] std::uint32_t crtc_of(std::uint32_t connector) const;

    /// Of what was taken; null when it is leased, or gone.
    [[nodiscard]] wlr_output* output(std::uint32_t connector) const;

    /// Whether an output of that name was taken and nobody has it.
    [[nodiscard]] bool offers(const std::string& connector) const;

    /// Withdraws offers for a while, or makes them again; leases are not touched.
    void hide(Hidden hidden);

    [[nodiscard]] std::vector<const Lease*> leases() const;
    [[nodiscard]] const Lease* find(std::uint64_t lease) const;

    /// An error says why it was refused instead.
    Result<void> grant(std::uint64_t lease);
    void refuse(std::uint64_t lease, std::string why);
    /// Ends a lease that was granted.
    void revoke(std::uint64_t lease, std::string why);

    /// The session is in the background, where leases end, but the kernel takes nothing back.
    void pause();
    void resume();

    /// The GPU is gone, and all with it. Objects of clients stay, dead; the global is not offered
    /// any more, but a client may be about to bind it, so that this should stay for a while.
    void retire();

private:
    class Offer;
    struct Request;
    struct Requests; // what the protocol's requests call

    static void bind(wl_client* client, void* data, std::uint32_t version, std::uint32_t id);
    void submit(Request& request, wl_resource* resource);
    void release(Lease& lease);
    void finish(std::uint64_t lease);
    void send_offers(wl_resource* device);
    void send_offer(Offer& offer, wl_resource* device);
    [[nodiscard]] bool is_offered(std::uint32_t connector) const;
    void send_done();
    void on_device_change(wlr_device_change_event& event);
    void update(Offer& offer);
    void refuse_what_is_gone();
    void darken(wlr_output& output, bool headset) const;
    [[nodiscard]] static std::vector<std::uint32_t> crtcs_of(int lease_fd);
    [[nodiscard]] bool holds_in_kernel(const Lease& lease) const;
    [[nodiscard]] bool is_connected(std::uint32_t connector) const;

    wlr_backend& backend_;
    CardHost& host_;
    int fd_; ///< the backend's
    bool paused_ = false;
    Hidden hidden_ = Hidden::nothing;
    bool retired_ = false;
    std::uint64_t granting_ = 0; ///< whose outputs go just now
    std::unique_ptr<wl_global, void (*)(wl_global*)> global_;
    std::vector<wl_resource*> devices_;                      ///< of clients that bound the global
    std::map<std::uint32_t, std::unique_ptr<Offer>> offers_; ///< by connector, leased ones too
    std::map<wl_resource*, Request> requests_;
    std::map<std::uint64_t, std::unique_ptr<Lease>> leases_;
    Listener<&Card::on_device_change> device_change_;
};

} // namespace exwm_vr::lease
