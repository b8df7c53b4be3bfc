// SPDX-License-Identifier: MIT
#include "server/back_off.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::server {
namespace {

TEST_CASE("tries are further and further apart, and end") {
    BackOff tries;
    int last = 0;
    int count = 0;
    while (const auto wait = tries.next()) {
        CHECK(*wait >= last);
        CHECK(*wait <= 30'000);
        last = *wait;
        REQUIRE(++count < 100);
    }
    CHECK(last == 30'000);
    CHECK_FALSE(tries.next());
    tries.reset();
    CHECK(tries.next() == 250);
}

} // namespace
} // namespace exwm_vr::server
