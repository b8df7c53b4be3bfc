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
/// that systemd keeps for containers, beyond those that are granted to users by default, and if
/// @p among has any, in one of these. An error when there are not that many.
[[nodiscard]] Result<std::map<std::string, IdRange>> ids_of(
    std::vector<std::string> guests,
    std::span<const IdRange> taken,
    std::span<const IdRange> among = {}
);

/// Who has which ids, for containers that a daemon of root's starts, whoever asks it to.
struct RootsIds {
    std::vector<IdRange> uids;  ///< root's lines in /etc/subuid
    std::vector<IdRange> gids;  ///< likewise in /etc/subgid
    std::vector<IdRange> taken; ///< those of all others, and of users and groups
};

/// The ids of a container of Incus'.
struct DaemonIds {
    IdRange uids;
    IdRange gids;
    bool own = false;     ///< no other guest's; else they are those of all of the daemon's
    bool granted = false; ///< root has them; else it must be granted all_of_incus first
};

/// What Incus' manual grants to root.
inline constexpr IdRange all_of_incus{.first = 1000000, .count = 1000000000};

/// Those of @p guest, one of @p guests. Where root's lines leave no room for ids of its own, it has
/// what the daemon gives to all.
[[nodiscard]] DaemonIds
daemon_ids(const std::string& guest, std::vector<std::string> guests, const RootsIds& roots);

} // namespace exwm_vr::launch
