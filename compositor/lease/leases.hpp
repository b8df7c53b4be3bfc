// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"
#include "config/config.hpp"
#include "lease/card.hpp"
#include "vr/headset/verdict.hpp"
#include "vr/lease/policy.hpp"
#include "wlr/event_source.hpp"

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::lease {

struct Asker {
    pid_t pid = 0;
    Requester who;
};

/// A lease, or a request for one that waits for an answer.
struct LeaseState {
    std::uint64_t id = 0;
    std::vector<Connector> connectors;
    Asker asker;
    bool granted = false;
};

/// A headset that is plugged in, or another display that may be leased.
struct HeadsetState {
    Connector connector;
    std::string card; ///< "card0"
    headset::Verdict verdict;
    std::uint64_t lease = 0; ///< who has it; 0: nobody
    Size mode;               ///< the display's own choice, px
    int refresh_mhz = 0;
    bool withdrawn = false; ///< by hand
};

struct LeaseHost {
    std::function<Asker(wl_client*)> identify;
    /// Asks whoever can answer() it; false when there is nobody.
    std::function<bool(const LeaseState&)> ask;
    /// Hears of what @p client may not have, when it is still there.
    std::function<void(wl_client* client, const std::string& what)> refused;
    std::function<void()> changed; ///< headsets or leases are others now
    /// An output is the desktop's again, unless that has it already.
    std::function<void(wlr_output&)> give_back;
    /// It is so no more, if it was.
    std::function<void(wlr_output&)> take_away;
    /// Whether the desktop has it; it may be gone.
    std::function<bool(const wlr_output*)> has;
    /// What the user says of an output.
    std::function<std::optional<config::OutputUse>(const wlr_output&)> rule;
};

/// Headsets, and who has them: keeps them off the desktop, offers them to clients, decides who
/// may have one, and takes it back when the session is left or locked.
class Leases : private CardHost {
public:
    Leases(wl_display* display, LeaseHost host);
    Leases(const Leases&) = delete;
    Leases& operator=(const Leases&) = delete;
    ~Leases() override;

    /// Ends all leases and tells nobody any more; outputs that appear from then on are taken, as
    /// nothing is to be shown on them.
    void end();

    /// For requests that come from now on. While the session is locked, leases end that now are to.
    void configure(const config::Config& config);

    /// @p session must outlive this.
    void watch(wlr_session& session);
    /// @p name as in "card0".
    void add_card(wlr_backend& backend, wlr_device& device, std::string name);
    /// Ends a card's leases; its backend is about to be destroyed.
    void close_card(const wlr_backend& backend);

    /// Takes a new output that is a headset's; false: it is for the desktop, though it may be
    /// offered for leases as well. @p rule is the user's.
    bool claim(wlr_output& output, std::optional<config::OutputUse> rule);

    /// The user's rules are others: each output goes to where it belongs now, what is leased once
    /// it is not any more. @p desktop: outputs that the desktop has.
    void judge_anew(const std::vector<wlr_output*>& desktop);

    /// The desktop shows pictures on an output. wlroots 0.20 does not look at what it has leased
    /// when it picks what is to show them, so that it may have taken a lease's: that is over then,
    /// and the headset offered again, with another.
    void output_shown(wlr_output& output);
    /// An output cannot be turned on, for the same reason perhaps: ends the leases of its card.
    /// False: there are none.
    bool make_room(const wlr_output& output);

    void set_locked(bool locked);

    [[nodiscard]] std::vector<HeadsetState> headsets() const;
    [[nodiscard]] std::vector<LeaseState> leases() const;

    /// Answers a request that waits for it. An error, too, when it cannot be granted after all.
    Result<void> answer(std::uint64_t lease, bool allow);
    Result<void> revoke(std::uint64_t lease);

    /// Offers a display for leases, whatever it is: @p desktop is its output, null when the desktop
    /// has none of that name. Holds until withdraw(), also when it is plugged in anew.
    Result<void> offer(const std::string& connector, wlr_output* desktop);
    /// Offers it no more until offer(); a lease is not touched.
    Result<void> withdraw(const std::string& connector);

private:
    struct Entry;

    void lease_requested(Card& card, const Lease& lease) override;
    void lease_ended(const Lease& lease) override;
    [[nodiscard]] bool withdrawn(const std::string& connector) const override;
    Result<void> grant(Card& card, const Lease& lease, const std::string& why);
    /// What is offered while the session is as it is now.
    [[nodiscard]] Hidden hidden() const;
    /// Whether the lock, if there is one, ends a lease or keeps it from being made.
    [[nodiscard]] bool lock_forbids(const Lease& lease) const;
    void obey_lock();
    /// As policy or people have it, which the audit log hears of.
    void refuse(const Lease& lease, const std::string& why);
    void end_all(Card& card, const std::string& why);
    void forget(const Entry& entry);
    void on_session_active();
    void on_session_destroy();
    void changed();

    /// What an output is for, apart from who has it.
    struct Judgement {
        headset::Verdict verdict;
        bool leasable = false; ///< though it is no headset
    };

    [[nodiscard]] Judgement
    judge(const Entry& entry, const wlr_output& output, std::optional<config::OutputUse> rule);
    void settle(Entry& entry, wlr_output& output);
    /// Whether it takes an output of the desktop, or would.
    [[nodiscard]] Asked asked_by(const Lease& lease) const;
    void take(Entry& entry, wlr_output& output, headset::Verdict verdict);
    [[nodiscard]] Entry* entry_of(const wlr_output& output) const;
    /// Of a display that was taken; null when there is none.
    [[nodiscard]] const HeadsetState* find_taken(const std::string& connector, Card*& card) const;
    void give_back();
    [[nodiscard]] const Lease* find(std::uint64_t lease) const;
    [[nodiscard]] LeaseState describe(const Lease& lease) const;
    [[nodiscard]] std::string who(const Lease& lease) const;

    wl_display* display_;
    LeaseHost host_;
    config::Leases settings_;
    std::vector<Rule> rules_;
    bool locked_ = false;
    bool ending_ = false;
    std::vector<std::unique_ptr<Entry>> cards_;
    std::vector<std::unique_ptr<Entry>> retired_; ///< whose globals clients may still bind
    LoopCallback retire_;
    /// Of all headsets that were ever seen, by card and connector.
    std::map<std::pair<const Card*, std::uint32_t>, HeadsetState> seen_;
    std::set<std::string> offered_;   ///< connectors, by hand
    std::set<std::string> withdrawn_; ///< by hand, too
    LoopCallback give_back_;
    std::map<std::uint64_t, Asker> askers_;         ///< of leases that are not over
    std::map<std::uint64_t, LoopCallback> waiting_; ///< until a question has no answer any more
    wlr_session* session_ = nullptr;
    Listener<&Leases::on_session_active> session_active_;
    Listener<&Leases::on_session_destroy> session_destroy_;
};

} // namespace exwm_vr::lease
