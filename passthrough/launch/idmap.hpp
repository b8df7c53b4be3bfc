// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::launch {

/// The most extents that the kernel takes in one uid_map or gid_map.
inline constexpr std::size_t max_extents = 340;

/// A run of ids: @p count of them, from @p inside in a user namespace and from @p outside on the
/// host.
struct IdExtent {
    std::uint32_t inside = 0;
    std::uint32_t outside = 0;
    std::uint32_t count = 0;

    friend bool operator==(const IdExtent&, const IdExtent&) = default;
};

/// One id that is the same as one on the host, so that a node's group is a group inside, too.
struct IdHole {
    std::uint32_t inside = 0;
    std::uint32_t outside = 0;

    friend auto operator<=>(const IdHole&, const IdHole&) = default;
};

/// A run of ids on the host that somebody may map: a line of /etc/subuid or /etc/subgid.
struct IdRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    friend bool operator==(const IdRange&, const IdRange&) = default;
};

/// The extents of a namespace whose ids 0 to @p base.count - 1 are those from @p base.first on,
/// but for @p holes. They cover each id inside exactly once, in order, and no id outside twice; an
/// error says which hole makes that impossible.
[[nodiscard]] Result<std::vector<IdExtent>> map_ids(IdRange base, std::span<const IdHole> holes);

/// A namespace's.
struct IdMaps {
    std::vector<IdExtent> uids;
    std::vector<IdExtent> gids;
};

/// map_ids() of both.
[[nodiscard]] Result<IdMaps>
map_both(IdRange uids, std::span<const IdHole> users, IdRange gids, std::span<const IdHole> groups);

/// What must be granted for @p extents beyond @p granted; adjacent runs are one.
[[nodiscard]] std::vector<IdRange>
not_granted(std::span<const IdExtent> extents, std::span<const IdRange> granted);

/// The id on the host that @p inside is; nothing when @p extents do not have it.
[[nodiscard]] Result<std::uint32_t>
outside_of(std::span<const IdExtent> extents, std::uint32_t inside);

} // namespace exwm_vr::launch
