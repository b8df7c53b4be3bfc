// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/host.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

enum class Purpose : std::uint8_t {
    development,
    ci,
    server,
    desktop,
    vm_with_vr,
    untrusted_application,
};

struct Recommendation {
    std::string what; ///< in one sentence
    std::vector<std::string> reasons;
    std::vector<std::string> obstacles; ///< what this host lacks for it
    std::string guest;                  ///< its description for guests.yaml; empty: needs none
    std::string command;                ///< what to type next
};

/// What to run it in on @p host, and why.
[[nodiscard]] Recommendation recommend(Purpose purpose, const Host& host);

[[nodiscard]] std::string_view to_string(Purpose purpose);
[[nodiscard]] std::optional<Purpose> purpose_named(std::string_view name);
[[nodiscard]] std::vector<std::string> purpose_names();

} // namespace exwm_vr::launch
