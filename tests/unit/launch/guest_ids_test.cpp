// SPDX-License-Identifier: MIT
#include "passthrough/launch/guest_ids.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace exwm_vr::launch {
namespace {

std::uint64_t end_of(const IdRange& range) {
    return std::uint64_t{range.first} + range.count;
}

bool apart(const IdRange& a, const IdRange& b) {
    return end_of(a) <= b.first || end_of(b) <= a.first;
}

TEST_CASE("guest ids: no two guests share one, and no guest has one of somebody else's") {
    const auto seed = GENERATE(range(0U, 60U));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t limit) {
        return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(random);
    };
    std::vector<std::string> names;
    for (auto i = 1 + below(60); i > 0; --i) {
        names.push_back("guest-" + std::to_string(below(200)));
    }
    std::vector<IdRange> taken{{.first = 100000, .count = 65536}};
    for (auto i = below(40); i > 0; --i) {
        taken.push_back({.first = below(1879048192), .count = 1 + below(1U << 25U)});
    }
    auto given = ids_of(names, taken);
    REQUIRE(given);
    std::vector<IdRange> ranges;
    for (const auto& name : names) {
        REQUIRE(given->contains(name));
        const auto& range = given->at(name);
        REQUIRE(range.count == 65536);
        REQUIRE(range.first % 65536 == 0); // or nspawn cannot change owners of files to it
        REQUIRE(range.first > 600100000);  // beyond what shadow grants to users
        REQUIRE(end_of(range) <= 1879048192);
        for (const auto& other : taken) {
            REQUIRE(apart(range, other));
        }
    }
    for (const auto& [name, range] : *given) {
        for (const auto& [other, its] : *given) {
            REQUIRE((name == other || apart(range, its)));
        }
    }
    // The order in which they are described says nothing.
    std::ranges::shuffle(names, random);
    const auto again = ids_of(names, taken);
    REQUIRE(again);
    REQUIRE(*again == *given);
}

TEST_CASE("guest ids: they stay what they are, as files have them for owners") {
    const auto given = ids_of({"desk"}, {});
    REQUIRE(given);
    CHECK(given->at("desk").first == 817364992);
    // Where somebody has them, the next are taken.
    const auto next = ids_of({"desk"}, std::vector{given->at("desk")});
    REQUIRE(next);
    CHECK(next->at("desk").first == given->at("desk").first + 65536);
}

TEST_CASE("guest ids: where all are taken, that is an error") {
    const auto none = ids_of({"desk"}, std::vector<IdRange>{{.first = 0, .count = 4000000000}});
    REQUIRE_FALSE(none);
    CHECK(none.error().message == "no 65536 ids in a row are free for desk");
}

TEST_CASE("guest ids: a daemon's container has ids of its own where root has any to give") {
    RootsIds roots{.uids = {all_of_incus}, .gids = {all_of_incus}, .taken = {}};
    const std::vector<std::string> names{"a", "b"};
    const auto a = daemon_ids("a", names, roots);
    const auto b = daemon_ids("b", names, roots);
    CHECK((a.own && a.granted && b.own));
    CHECK(a.uids == a.gids);
    CHECK(apart(a.uids, b.uids));
    CHECK((a.uids.first >= all_of_incus.first && end_of(a.uids) <= end_of(all_of_incus)));
    CHECK(daemon_ids("a", {}, roots).uids == a.uids);
    // It has what users have not.
    roots.taken = {a.uids};
    CHECK(apart(daemon_ids("a", names, roots).uids, a.uids));
    // With no more than is usual, all of the daemon's have the same.
    roots = {
        .uids = {{.first = 5, .count = 9}, {.first = 100000, .count = 65536}},
        .gids = {{.first = 200000, .count = 65536}},
        .taken = {}
    };
    const auto shared = daemon_ids("a", names, roots);
    CHECK((!shared.own && shared.granted));
    CHECK(shared.uids == IdRange{.first = 100000, .count = 65536});
    CHECK(shared.gids == IdRange{.first = 200000, .count = 65536});
    const auto none = daemon_ids("a", names, {});
    CHECK((none.own && !none.granted)); // once root was granted what the manual says
    CHECK(none.uids == a.uids);
}

} // namespace
} // namespace exwm_vr::launch
