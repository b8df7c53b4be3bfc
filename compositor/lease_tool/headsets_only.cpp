// SPDX-License-Identifier: MIT
#include "lease_tool/headsets_only.hpp"

#include "ctl/ipc_client.hpp"
#include "ctl/replies.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace exwm_vr::lease_tool {
namespace {

/// Where nothing says that the compositor is exwm-vr, nobody need be there to be asked.
bool may_be_another_compositor() {
    const char* const told = std::getenv("EXWM_VR_IPC");
    std::error_code error;
    return told == nullptr || *told == '\0' || !std::filesystem::exists(told, error);
}

} // namespace

std::optional<bool> HeadsetsOnly::accept(const Offer& offer) {
    if (const auto known = known_.find(offer.number); known != known_.end()) {
        return known->second;
    }
    const auto desktop = is_desktop(offer.connector);
    if (!desktop) {
        return std::nullopt; // and not remembered
    }
    return known_[offer.number] = !*desktop;
}

std::optional<bool> HeadsetsOnly::is_desktop(const std::string& connector) {
    const auto deadline = ctl::Deadline::after(ctl::patience);
    const auto ipc = ctl::IpcClient::open(
        ctl::IpcClient::default_path(), ctl::IpcClient::Events::none, deadline
    );
    const auto reply = ipc ? (*ipc)->request("headset-list", {}, deadline)
                           : ctl::Outcome<ipc::Value>(std::unexpected(ipc.error()));
    const auto listed =
        reply ? ctl::read_headsets(*reply)
              : Result<std::vector<ctl::HeadsetInfo>>(fail("{}", reply.error().message));
    if (listed) {
        return std::ranges::any_of(*listed, [&](const ctl::HeadsetInfo& one) {
            return one.desktop && one.connector == connector;
        });
    }
    return may_be_another_compositor() ? std::optional(false) : std::nullopt;
}

} // namespace exwm_vr::lease_tool
