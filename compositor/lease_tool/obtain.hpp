// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/failure.hpp"
#include "lease_tool/arguments.hpp"
#include "lease_tool/devices.hpp"

#include <optional>

namespace exwm_vr::lease_tool {

/// Waits until the compositor has said what it offers. A failure when it can offer nothing.
[[nodiscard]] ctl::Outcome<void> learn_offers(ctl::Connection& connection, const Devices& devices);

/// Why there is nothing to be had at @p connector, or anywhere.
[[nodiscard]] ctl::Failure not_offered(const Devices& devices, const std::string& connector);

/// Waits, if @p arguments say so, until what they ask for is offered, and returns it: all that is
/// offered when they name no connector.
[[nodiscard]] ctl::Outcome<std::vector<Offer>>
find_offers(ctl::Connection& connection, const Devices& devices, const Arguments& arguments);

/// Says whether an offer will do; nothing when that cannot be known yet.
using Accept = std::function<std::optional<bool>(const Offer&)>;

/// The first that @p arguments ask for; where they name no connector, the first that @p accept
/// takes. Waits for it if they say so.
[[nodiscard]] ctl::Outcome<Offer> find_headset(
    ctl::Connection& connection,
    const Devices& devices,
    const Arguments& arguments,
    const Accept& accept
);

struct Obtained {
    Offer offer; ///< withdrawn by now, as it is leased
    std::unique_ptr<Lease> lease;
};

/// Gets the headset that @p arguments ask for.
[[nodiscard]] ctl::Outcome<Obtained>
obtain(ctl::Connection& connection, Devices& devices, const Arguments& arguments);

} // namespace exwm_vr::lease_tool
