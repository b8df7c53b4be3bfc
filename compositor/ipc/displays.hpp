// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/desktop.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::ipc {

/// What EWWM's vr-display messages tell of headsets.
struct Displays {
    struct Selected {
        std::string connector;
        std::uint32_t connector_id = 0;
        std::string name;

        friend bool operator==(const Selected&, const Selected&) = default;
    };

    /// "headset" while one is offered or leased, "off" while all are withdrawn; without any,
    /// "preview" on a screen and "headless" on virtual outputs.
    std::string_view mode;
    std::map<std::string, std::uint32_t> connectors; ///< and their KMS objects
    std::optional<Selected> selected;                ///< the first that is not withdrawn
};

[[nodiscard]] Displays displays_of(const Desktop& desktop);

} // namespace exwm_vr::ipc
