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

} // namespace

Result<std::map<std::string, IdRange>>
ids_of(std::vector<std::string> guests, std::span<const IdRange> taken) {
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
            if (std::ranges::none_of(taken, in_use) &&
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

} // namespace exwm_vr::launch
