// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/idmap.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::launch {

/// How many ids a guest has.
inline constexpr std::uint32_t guest_ids = 65536;

/// A run of the host's ids for each of @p guests, that is no other's and has none of @p taken: who
/// has an id of a guest's can open its nodes. The same for the same names, in whatever order, and
/// nearly always for one more of them, as a name says where to look first. They are among those
/// that systemd keeps for containers, beyond those that are granted to users by default. An error
/// when there are not that many.
[[nodiscard]] Result<std::map<std::string, IdRange>>
ids_of(std::vector<std::string> guests, std::span<const IdRange> taken);

} // namespace exwm_vr::launch
