// SPDX-License-Identifier: MIT
#include "lease_tool/list_offers.hpp"

#include "base/table.hpp"
#include "lease_tool/screen.hpp"

#include <nlohmann/json.hpp>
#include <xf86drm.h>

#include <cmath>
#include <cstdlib>

namespace exwm_vr::lease_tool {

namespace {

using nlohmann::json;

/// "/dev/dri/card0"; empty when it cannot be known.
std::string card_of(const Offer& offer) {
    const Owned<char, std::free> name(
        offer.card < 0 ? nullptr : drmGetDeviceNameFromFd2(offer.card)
    );
    return name ? name.get() : "";
}

} // namespace

std::string list_offers(const std::vector<Offer>& offers, bool as_json, bool colour) {
    json array = json::array();
    Table table({"CONNECTOR", "CARD", "MODE", "DESCRIPTION"});
    for (const auto& offer : offers) {
        const auto card = card_of(offer);
        const auto found = preferred_mode(offer.card, offer.connector_id);
        const auto mode = found ? describe(*found) : Mode();
        constexpr double parts = 100;
        array.push_back({
            {"connector", offer.connector},
            {"connector_id", offer.connector_id},
            {"card", card.empty() ? json() : json(card)},
            {"mode",
             !found ? json()
                    : json{
                          {"width", mode.size.width},
                          {"height", mode.size.height},
                          {"refresh", std::round(mode.refresh * parts) / parts},
                      }},
            {"description", offer.description},
        });
        table.add({
            offer.connector,
            or_dash(card),
            found ? to_string(mode) : "-",
            or_dash(offer.description),
        });
    }
    return as_json ? array.dump(2, ' ', false, json::error_handler_t::replace) + '\n'
                   : table.to_string(colour);
}

} // namespace exwm_vr::lease_tool
