// SPDX-License-Identifier: MIT
#include "passthrough/launch/idmap.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace exwm_vr::launch {
namespace {

// The highest id is (uid_t) -1, which is none.
constexpr std::uint64_t ids = std::numeric_limits<std::uint32_t>::max();

/// Adds an extent, as a part of the last one where it goes on from there.
void append(std::vector<IdExtent>& extents, IdExtent next) {
    if (next.count == 0) {
        return;
    }
    if (!extents.empty()) {
        auto& last = extents.back();
        if (last.inside + last.count == next.inside && last.outside + last.count == next.outside) {
            last.count += next.count;
            return;
        }
    }
    extents.push_back(next);
}

Result<void> check_disjoint(std::vector<IdExtent> extents) {
    std::ranges::sort(extents, {}, &IdExtent::outside);
    for (std::size_t i = 1; i < extents.size(); ++i) {
        const auto& before = extents[i - 1];
        const auto& after = extents[i];
        if (std::uint64_t{before.outside} + before.count > after.outside) {
            return fail(
                "id {} of the host would be both {} and {} inside: take ids for the guest that "
                "the host's groups are not among",
                after.outside,
                before.inside + (after.outside - before.outside),
                after.inside
            );
        }
    }
    return {};
}

} // namespace

Result<std::vector<IdExtent>> map_ids(IdRange base, std::span<const IdHole> wanted) {
    if (base.count == 0) {
        return fail("a guest needs ids: none are given");
    }
    if (std::uint64_t{base.first} + base.count > ids) {
        return fail("{} ids from {} on are more than there are", base.count, base.first);
    }
    std::vector<IdHole> holes(wanted.begin(), wanted.end());
    std::ranges::sort(holes);
    const auto same = std::ranges::unique(holes);
    holes.erase(same.begin(), same.end());
    for (std::size_t i = 0; i < holes.size(); ++i) {
        if (holes[i].inside >= base.count) {
            return fail("id {} is not one of the guest's {}", holes[i].inside, base.count);
        }
        if (holes[i].outside >= ids) {
            return fail("{} is no id", holes[i].outside);
        }
        if (i > 0 && holes[i].inside == holes[i - 1].inside) {
            return fail(
                "id {} inside cannot be both {} and {} of the host",
                holes[i].inside,
                holes[i - 1].outside,
                holes[i].outside
            );
        }
    }
    std::vector<IdExtent> extents;
    std::uint32_t next = 0;
    for (const auto& hole : holes) {
        append(
            extents, {.inside = next, .outside = base.first + next, .count = hole.inside - next}
        );
        append(extents, {.inside = hole.inside, .outside = hole.outside, .count = 1});
        next = hole.inside + 1;
    }
    append(extents, {.inside = next, .outside = base.first + next, .count = base.count - next});
    if (extents.size() > max_extents) {
        return fail(
            "{} groups of the host make {} runs of ids; the kernel takes {}",
            holes.size(),
            extents.size(),
            max_extents
        );
    }
    if (auto disjoint = check_disjoint(extents); !disjoint) {
        return std::unexpected(disjoint.error());
    }
    return extents;
}

Result<IdMaps> map_both(
    IdRange uids, std::span<const IdHole> users, IdRange gids, std::span<const IdHole> groups
) {
    auto mapped_users = map_ids(uids, users);
    if (!mapped_users) {
        return std::unexpected(mapped_users.error());
    }
    auto mapped_groups = map_ids(gids, groups);
    if (!mapped_groups) {
        return std::unexpected(mapped_groups.error());
    }
    return IdMaps{.uids = std::move(*mapped_users), .gids = std::move(*mapped_groups)};
}

std::vector<IdRange>
not_granted(std::span<const IdExtent> extents, std::span<const IdRange> granted) {
    std::vector<IdExtent> needed(extents.begin(), extents.end());
    std::ranges::sort(needed, {}, &IdExtent::outside);
    std::vector<IdRange> have(granted.begin(), granted.end());
    std::ranges::sort(have, {}, &IdRange::first);
    std::vector<IdRange> lacking;
    const auto lack = [&](std::uint64_t from, std::uint64_t to) {
        if (from >= to) {
            return;
        }
        const auto first = static_cast<std::uint32_t>(from);
        const auto count = static_cast<std::uint32_t>(to - from);
        if (!lacking.empty() && lacking.back().first + lacking.back().count == first) {
            lacking.back().count += count;
        } else {
            lacking.push_back({.first = first, .count = count});
        }
    };
    for (const auto& extent : needed) {
        std::uint64_t at = extent.outside;
        const std::uint64_t end = at + extent.count;
        for (const auto& range : have) {
            const std::uint64_t range_end = std::uint64_t{range.first} + range.count;
            if (range_end <= at || range.first >= end) {
                continue;
            }
            lack(at, range.first);
            at = std::max(at, range_end);
        }
        lack(at, end);
    }
    return lacking;
}

Result<std::uint32_t> outside_of(std::span<const IdExtent> extents, std::uint32_t inside) {
    for (const auto& extent : extents) {
        if (inside >= extent.inside && inside - extent.inside < extent.count) {
            return extent.outside + (inside - extent.inside);
        }
    }
    return fail("id {} is not mapped", inside);
}

} // namespace exwm_vr::launch
