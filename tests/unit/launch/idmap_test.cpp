// SPDX-License-Identifier: MIT
#include "passthrough/launch/idmap.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace exwm_vr::launch {
namespace {

using Extents = std::vector<IdExtent>;

/// What map_ids() promises, checked id by id with the simplest possible model.
void check_map(IdRange base, const std::vector<IdHole>& holes, const Extents& extents) {
    std::map<std::uint32_t, std::uint32_t> expected;
    for (std::uint32_t id = 0; id < base.count; ++id) {
        expected[id] = base.first + id;
    }
    for (const auto& hole : holes) {
        expected[hole.inside] = hole.outside;
    }
    std::map<std::uint32_t, std::uint32_t> actual;
    std::set<std::uint32_t> outside;
    std::uint32_t next = 0;
    for (const auto& extent : extents) {
        REQUIRE(extent.count > 0);
        REQUIRE(extent.inside == next); // in order, nothing left out, nothing twice
        next += extent.count;
        for (std::uint32_t i = 0; i < extent.count; ++i) {
            actual[extent.inside + i] = extent.outside + i;
            REQUIRE(outside.insert(extent.outside + i).second);
        }
    }
    REQUIRE(next == base.count);
    REQUIRE(actual == expected);
    REQUIRE(extents.size() <= max_extents);
}

TEST_CASE("idmap: two groups of the host are groups of the guest, all others are apart") {
    const std::vector<IdHole> holes{{.inside = 106, .outside = 108}, {.inside = 44, .outside = 44}};
    const auto extents = map_ids({.first = 100000, .count = 65536}, holes);
    REQUIRE(extents);
    CHECK(
        *extents ==
        Extents{{0, 100000, 44}, {44, 44, 1}, {45, 100045, 61}, {106, 108, 1}, {107, 100107, 65429}}
    );
    check_map({.first = 100000, .count = 65536}, holes, *extents);
    const std::vector<IdRange> granted{{.first = 100000, .count = 65536}};
    CHECK(
        not_granted(*extents, granted) ==
        std::vector<IdRange>{{.first = 44, .count = 1}, {.first = 108, .count = 1}}
    );
    CHECK(outside_of(*extents, 106) == 108U);
    CHECK(outside_of(*extents, 107) == 100107U);
    CHECK_FALSE(outside_of(*extents, 65536));
}

TEST_CASE("idmap: holes at both ends, beside each other, and none") {
    const IdRange base{.first = 1000, .count = 10};
    const std::vector<IdHole> holes = GENERATE(
        std::vector<IdHole>{},
        std::vector<IdHole>{{0, 5}},
        std::vector<IdHole>{{9, 5}},
        std::vector<IdHole>{{0, 5}, {9, 7}},
        std::vector<IdHole>{{3, 5}, {4, 6}, {5, 8}},
        std::vector<IdHole>{{3, 5}, {3, 5}},
        std::vector<IdHole>{{3, 1003}},
        std::vector<IdHole>{{3, 1004}, {4, 1003}}
    );
    const auto extents = map_ids(base, holes);
    REQUIRE(extents);
    check_map(base, holes, *extents);
}

TEST_CASE("idmap: what cannot be mapped is refused with the reason") {
    struct Case {
        IdRange base;
        std::vector<IdHole> holes;
        std::string reason;
    };

    std::vector<IdHole> many;
    for (std::uint32_t i = 0; i < 200; ++i) {
        many.push_back({.inside = 2 * i + 1, .outside = 10 + 3 * i});
    }
    const std::vector<Case> cases{
        {{100, 0}, {}, "none are given"},
        {{4294967000, 65536}, {}, "more than there are"},
        {{1000, 10}, {{10, 5}}, "not one of the guest's"},
        {{1000, 10}, {{1, 4294967295}}, "is no id"},
        {{1000, 10}, {{1, 5}, {1, 6}}, "cannot be both 5 and 6"},
        {{1000, 10}, {{1, 5}, {2, 5}}, "id 5 of the host would be both 1 and 2"},
        {{1000, 10}, {{4, 1005}}, "id 1005 of the host would be both"},
        {{100000, 65536}, many, "the kernel takes 340"},
    };
    for (const auto& [base, holes, reason] : cases) {
        const auto extents = map_ids(base, holes);
        CAPTURE(reason);
        REQUIRE_FALSE(extents);
        CAPTURE(extents.error().message);
        CHECK(extents.error().message.contains(reason));
    }
}

TEST_CASE("idmap: random holes either keep the promise or would break it") {
    const auto seed = GENERATE(range(0U, 400U));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t limit) {
        return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(random);
    };
    const IdRange base{.first = 500 + below(100), .count = 1 + below(300)};
    std::vector<IdHole> holes;
    for (auto i = below(seed % 4 == 0 ? 200 : 8); i > 0; --i) {
        // Most fit, some collide with the guest's ids, each other, or are none of them.
        holes.push_back(
            {.inside = below(base.count + (below(20) == 0 ? 2 : 0)),
             .outside = below(seed % 3 == 0 ? 900 : 480)}
        );
    }
    const auto extents = map_ids(base, holes);
    if (extents) {
        check_map(base, holes, *extents);
        return;
    }
    CAPTURE(extents.error().message);
    std::map<std::uint32_t, std::set<std::uint32_t>> outside;
    bool bad = false;
    for (const auto& hole : holes) {
        bad = bad || hole.inside >= base.count;
        outside[hole.inside].insert(hole.outside);
    }
    std::map<std::uint32_t, std::uint32_t> uses;
    for (std::uint32_t id = 0; id < base.count; ++id) {
        const auto found = outside.find(id);
        ++uses[found == outside.end() ? base.first + id : *found->second.begin()];
        bad = bad || (found != outside.end() && found->second.size() > 1);
    }
    bad = bad || std::ranges::any_of(uses, [](const auto& use) { return use.second > 1; });
    CHECK((bad || extents.error().message.contains("the kernel takes")));
}

TEST_CASE("idmap: what is granted already is not asked for, also in parts") {
    const Extents extents{{0, 100, 50}, {50, 10, 1}, {51, 151, 49}};
    using Ranges = std::vector<IdRange>;
    CHECK(not_granted(extents, Ranges{{10, 1}, {100, 100}}).empty());
    CHECK(not_granted(extents, Ranges{{0, 300}}).empty());
    CHECK(not_granted(extents, Ranges{{120, 40}}) == Ranges{{10, 1}, {100, 20}, {160, 40}});
    CHECK(not_granted(extents, Ranges{}) == Ranges{{10, 1}, {100, 50}, {151, 49}});
}

} // namespace
} // namespace exwm_vr::launch
