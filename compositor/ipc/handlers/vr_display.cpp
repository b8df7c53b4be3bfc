// SPDX-License-Identifier: MIT
// EWWM v1's messages about displays for virtual reality. Version 2 has the fuller headset-* and
// lease-* ones.
#include "ipc/describe.hpp"
#include "ipc/displays.hpp"
#include "ipc/handlers/handlers.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <ranges>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr int mhz = 1000; // in one Hz

std::int64_t whole_hz(int refresh_mhz) {
    return (refresh_mhz + mhz / 2) / mhz;
}

Keyword mode_of(const Displays& displays) {
    return Keyword{std::string(displays.mode)};
}

auto real_headsets(const Desktop& desktop) {
    auto all = desktop.headsets();
    std::erase_if(all, [](const Headset& headset) { return headset.desktop; });
    return all;
}

Value hmd_entry(const Headset& headset) {
    return Plist()
        .set("connector", headset.connector)
        .set("connector-id", headset.connector_id)
        .set("hmd", name_value(headset.name))
        .set("refresh-rate", whole_hz(headset.refresh_mhz))
        .set("offered", !headset.withdrawn)
        .set("leased", headset.lease != 0)
        .take();
}

Result<Plist> info(Call& call) {
    const auto displays = displays_of(call.desktop);
    const auto headsets = real_headsets(call.desktop);
    const auto selected = std::ranges::find_if(headsets, [&](const Headset& headset) {
        return displays.selected && headset.connector == displays.selected->connector;
    });
    const bool any = selected != headsets.end();
    // Whoever leases it sets its mode: its own choice is all that is known.
    const std::int64_t rate = any ? whole_hz(selected->refresh_mhz) : 0;
    std::vector<Value> all;
    std::ranges::transform(headsets, std::back_inserter(all), hmd_entry);
    Plist display;
    display.set("mode", mode_of(displays))
        .set("hmd", any ? name_value(selected->name) : Value())
        .set("connector", any ? Value(selected->connector) : Value())
        .set("connector-id", any ? Value(selected->connector_id) : Value())
        .set("refresh-rate", rate)
        .set("target-refresh-rate", rate)
        .set("hmds", List{std::move(all)});
    return Plist().set("display", display.take());
}

Result<Plist> auto_detect(Call& call) {
    return Plist().set("mode", mode_of(displays_of(call.desktop)));
}

Value connector_entry(
    const std::string& connector,
    const Value& connector_id,
    const std::string& model,
    bool non_desktop,
    Size mode,
    int refresh_mhz
) {
    return Plist()
        .set("connector", connector)
        .set("connector-id", connector_id)
        .set("model", name_value(model))
        .set("non-desktop", non_desktop)
        .set("connected", true)
        .set("resolution", Plist().set("w", mode.width).set("h", mode.height).take())
        .set("refresh-rate", whole_hz(refresh_mhz))
        .take();
}

Result<Plist> list_connectors(Call& call) {
    std::vector<Value> entries;
    const auto offered = call.desktop.headsets();
    for (const auto& headset : real_headsets(call.desktop)) {
        entries.push_back(connector_entry(
            headset.connector,
            headset.connector_id,
            headset.name,
            true,
            headset.mode,
            headset.refresh_mhz
        ));
    }
    for (const auto& output : call.desktop.outputs()) {
        if (output.is_virtual) {
            continue;
        }
        const auto same = std::ranges::find(offered, output.name, &Headset::connector);
        entries.push_back(connector_entry(
            output.name,
            same != offered.end() ? Value(same->connector_id) : Value(),
            output.description,
            false,
            output.mode,
            output.refresh_mhz
        ));
    }
    return Plist().set("connectors", List{std::move(entries)});
}

/// Offers those headsets that @p wanted says, and withdraws the others.
template <typename Wanted>
Result<void> offer_where(Desktop& desktop, Wanted wanted) {
    for (const auto& headset : real_headsets(desktop)) {
        const bool offer = wanted(headset);
        if (offer != headset.withdrawn) {
            continue; // it is so already
        }
        auto done = offer ? desktop.offer_lease(headset.connector)
                          : desktop.withdraw_lease(headset.connector);
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<Plist> set_mode(Call& call) {
    const auto mode = call.request.text("mode");
    if (!mode) {
        return std::unexpected(mode.error());
    }
    if (*mode == "headset" && real_headsets(call.desktop).empty()) {
        return fail("no headset is plugged in");
    }
    if (*mode != "headset" && *mode != "off") {
        return fail(
            "mode {} cannot be set: \"headset\" offers headsets to programs, \"off\" withdraws "
            "them",
            *mode
        );
    }
    const bool offer = *mode == "headset";
    if (auto done = offer_where(call.desktop, [&](const Headset&) { return offer; }); !done) {
        return std::unexpected(done.error());
    }
    return Plist().set("mode", mode_of(displays_of(call.desktop)));
}

Result<Plist> select_hmd(Call& call) {
    const auto id =
        call.request.integer("connector-id", 0, std::numeric_limits<std::uint32_t>::max());
    if (!id) {
        return std::unexpected(id.error());
    }
    const auto headsets = real_headsets(call.desktop);
    const auto is_it = [&](const Headset& headset) { return headset.connector_id == *id; };
    const auto found = std::ranges::find_if(headsets, is_it);
    if (found == headsets.end()) {
        return fail("unknown headset: {}", *id);
    }
    if (auto done = offer_where(call.desktop, is_it); !done) {
        return std::unexpected(done.error());
    }
    return Plist()
        .set("hmd", name_value(found->name))
        .set("connector", found->connector)
        .set("connector-id", found->connector_id);
}

Result<Plist> set_refresh_rate(Call& call) {
    constexpr int most_hz = 1000;
    if (const auto rate = call.request.integer("rate", 1, most_hz); !rate) {
        return std::unexpected(rate.error());
    }
    return fail("the program that leases a headset sets its refresh rate");
}

constexpr std::array table{
    Handler{"vr-display-info", info},
    Handler{"vr-display-auto-detect", auto_detect},
    Handler{"vr-display-list-connectors", list_connectors},
    Handler{"vr-display-set-mode", set_mode},
    Handler{"vr-display-select-hmd", select_hmd},
    Handler{"vr-display-set-refresh-rate", set_refresh_rate},
};

} // namespace

std::span<const Handler> vr_display() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
