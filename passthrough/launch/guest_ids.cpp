// SPDX-License-Identifier: MIT
#include "passthrough/launch/guest_ids.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace exwm_vr::launch {
namespace {

// Multiples of guest_ids, which systemd-nspawn wants: the first beyond SUB_UID_MAX of shadow's,
// 600100000, the last of CONTAINER_UID_MAX of systemd's, 1879048191.
constexpr std::uint32_t first_slot = 9216;
constexpr std::uint32_t slots = 28672 - first_slot;

/// FNV-1a: the same everywhere and for ever, as owners of files depend on it.
std::uint32_t hash(std::string_view text) {
    std::uint32_t value = 2166136261U;
    for (const char c : text) {
        value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return value;
}

bool overlap(const IdRange& a, const IdRange& b) {
    return std::uint64_t{a.first} < std::uint64_t{b.first} + b.count &&
           std::uint64_t{b.first} < std::uint64_t{a.first} + a.count;
}

bool within(const IdRange& range, const IdRange& other) {
    return range.first >= other.first &&
           std::uint64_t{range.first} + range.count <= std::uint64_t{other.first} + other.count;
}

/// Ids that are in both lists.
std::vector<IdRange> shared(std::span<const IdRange> left, std::span<const IdRange> right) {
    std::vector<IdRange> ranges;
    for (const auto& a : left) {
        for (const auto& b : right) {
            if (overlap(a, b)) {
                const auto first = std::max(a.first, b.first);
                const auto end =
                    std::min(std::uint64_t{a.first} + a.count, std::uint64_t{b.first} + b.count);
                ranges.push_back(
                    {.first = first, .count = static_cast<std::uint32_t>(end - first)}
                );
            }
        }
    }
    return ranges;
}

} // namespace

Result<std::map<std::string, IdRange>> ids_of(
    std::vector<std::string> guests, std::span<const IdRange> taken, std::span<const IdRange> among
) {
    std::ranges::sort(guests);
    std::map<std::string, IdRange> given;
    for (const auto& guest : guests) {
        if (given.contains(guest)) {
            continue;
        }
        const auto start = hash(guest) % slots;
        std::optional<IdRange> found;
        for (std::uint32_t i = 0; i < slots && !found; ++i) {
            const IdRange range{
                .first = (first_slot + (start + i) % slots) * guest_ids, .count = guest_ids
            };
            const auto in_use = [&](const IdRange& other) { return overlap(range, other); };
            const auto has_it = [&](const IdRange& one) { return within(range, one); };
            if ((among.empty() || std::ranges::any_of(among, has_it)) &&
                std::ranges::none_of(taken, in_use) &&
                std::ranges::none_of(given, [&](const auto& one) { return in_use(one.second); })) {
                found = range;
            }
        }
        if (!found) {
            return fail("no {} ids in a row are free for {}", guest_ids, guest);
        }
        given.emplace(guest, *found);
    }
    return given;
}

DaemonIds
daemon_ids(const std::string& guest, std::vector<std::string> guests, const RootsIds& roots) {
    const auto is_enough = [](const IdRange& range) { return range.count >= guest_ids; };
    const auto uids = std::ranges::find_if(roots.uids, is_enough);
    const auto gids = std::ranges::find_if(roots.gids, is_enough);
    DaemonIds ids;
    ids.granted = uids != roots.uids.end() && gids != roots.gids.end();
    // Its setting has one first id for users and groups.
    const auto room = ids.granted ? shared(roots.uids, roots.gids) : std::vector{all_of_incus};
    guests.push_back(guest);
    if (const auto own =
            room.empty() ? std::nullopt : std::optional(ids_of(guests, roots.taken, room));
        own && *own) {
        ids.uids = (*own)->at(guest);
        ids.gids = ids.uids;
        ids.own = true;
        return ids;
    }
    ids.uids = ids.granted ? *uids : all_of_incus;
    ids.gids = ids.granted ? *gids : all_of_incus;
    return ids;
}

} // namespace exwm_vr::launch
