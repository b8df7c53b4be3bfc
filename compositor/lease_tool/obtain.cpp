// SPDX-License-Identifier: MIT
#include "lease_tool/obtain.hpp"

#include "base/table.hpp"
#include "config/text.hpp"

namespace exwm_vr::lease_tool {

namespace {

using config::in_quotes;
using ctl::Deadline;
using ctl::Outcome;

Deadline deadline_of(const Arguments& arguments) {
    return arguments.wait_limit ? Deadline::after(*arguments.wait_limit) : Deadline::never();
}

/// What is offered and asked for, as soon as it is.
Outcome<Offer> wait_for_offer(
    ctl::Connection& connection,
    const Devices& devices,
    const Arguments& arguments,
    Deadline deadline,
    const Accept& accept = {}
) {
    std::optional<Offer> offer;
    bool unsure = false;
    const auto will_do = [&](const Offer& one) {
        if (!arguments.connector.empty() || !accept) {
            return arguments.connector.empty() || one.connector == arguments.connector;
        }
        const auto accepted = accept(one);
        unsure |= !accepted;
        return accepted.value_or(false);
    };
    const auto look = [&] {
        unsure = false;
        for (auto& one : devices.offers()) {
            if (will_do(one)) {
                offer = std::move(one);
                return true;
            }
        }
        return false;
    };
    if (!look() && !arguments.wait) {
        if (unsure) {
            return fail("the compositor does not say whether what it offers is a headset");
        }
        return std::unexpected(not_offered(devices, arguments.connector));
    }
    while (true) {
        constexpr ctl::milliseconds until_asked_again{1000};
        const auto next =
            unsure ? Deadline::after(until_asked_again).or_sooner(deadline) : deadline;
        const auto waited = connection.wait_until([&] { return offer || look(); }, next);
        if (waited) {
            return *offer;
        }
        if (waited.error().kind != ctl::Failure::Kind::timed_out) {
            return std::unexpected(waited.error());
        }
        if (deadline.passed()) {
            return ctl::timed_out("no headset was offered in time");
        }
    }
}

} // namespace

ctl::Failure not_offered(const Devices& devices, const std::string& connector) {
    std::vector<std::string> names;
    for (const auto& offer : devices.offers()) {
        names.push_back(offer.connector);
    }
    if (!names.empty() && connector.empty()) {
        return Error{formatted(
            "no headset is offered; there is {}, of the desktop, which --connector takes",
            joined(names, ", ")
        )};
    }
    if (!names.empty()) {
        return Error{formatted(
            "no headset at {} is offered; there is {}", in_quotes(connector), joined(names, ", ")
        )};
    }
    return Error{formatted(
        "no headset{} is offered: none is plugged in, or another program has it "
        "(see exwm-vrctl headsets); --wait waits for it",
        connector.empty() ? "" : " at " + in_quotes(connector)
    )};
}

Outcome<void> learn_offers(ctl::Connection& connection, const Devices& devices) {
    if (devices.count() == 0) {
        return fail(
            "the compositor leases no displays (it offers no wp_drm_lease_device_v1): it drives no "
            "screens itself, or keeps them from this program, as from all in a sandbox"
        );
    }
    return connection.wait_until(
        [&devices] { return devices.known(); }, Deadline::after(ctl::patience)
    );
}

Outcome<Offer> find_headset(
    ctl::Connection& connection,
    const Devices& devices,
    const Arguments& arguments,
    const Accept& accept
) {
    if (auto learnt = learn_offers(connection, devices); !learnt) {
        return std::unexpected(learnt.error());
    }
    return wait_for_offer(connection, devices, arguments, deadline_of(arguments), accept);
}

Outcome<std::vector<Offer>>
find_offers(ctl::Connection& connection, const Devices& devices, const Arguments& arguments) {
    if (auto learnt = learn_offers(connection, devices); !learnt) {
        return std::unexpected(learnt.error());
    }
    if (arguments.wait) {
        if (auto offer = wait_for_offer(connection, devices, arguments, deadline_of(arguments));
            !offer) {
            return std::unexpected(offer.error());
        }
    }
    auto offers = devices.offers();
    std::erase_if(offers, [&](const Offer& offer) {
        return !arguments.connector.empty() && offer.connector != arguments.connector;
    });
    return offers;
}

Outcome<Obtained>
obtain(ctl::Connection& connection, Devices& devices, const Arguments& arguments) {
    if (auto learnt = learn_offers(connection, devices); !learnt) {
        return std::unexpected(learnt.error());
    }
    const auto deadline = deadline_of(arguments);
    while (true) {
        auto offer = wait_for_offer(connection, devices, arguments, deadline);
        if (!offer) {
            return std::unexpected(offer.error());
        }
        auto lease = devices.ask_for(*offer);
        // However long it takes: somebody may be asked.
        auto answered =
            connection.wait_until([&lease] { return lease->answered(); }, Deadline::never());
        if (answered && !lease->fd()) {
            // That the headset went meanwhile may be said after that the lease is over.
            answered = connection.roundtrip();
        }
        if (!answered) {
            return std::unexpected(answered.error());
        }
        if (lease->fd()) {
            return Obtained{.offer = *std::move(offer), .lease = std::move(lease)};
        }
        if (devices.find(offer->number) != nullptr) {
            return fail(
                "the compositor refused to lease {}. It says nobody why: see exwm-vrctl lease "
                "list, its log, and lease_rules in exwm-vr(5)",
                offer->connector
            );
        }
        if (!arguments.wait) {
            return fail("{} went away, or another program got it", offer->connector);
        }
    }
}

} // namespace exwm_vr::lease_tool
