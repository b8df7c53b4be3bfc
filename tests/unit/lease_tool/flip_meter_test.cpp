// SPDX-License-Identifier: MIT
#include "lease_tool/flip_meter.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::lease_tool {
namespace {

using std::chrono::microseconds;
constexpr microseconds period{16'667};

TEST_CASE("a regular display has its rate and misses nothing") {
    FlipMeter meter(60);
    for (std::uint32_t i = 0; i < 61; ++i) {
        meter.add({.sequence = 100 + i, .at = period * i});
    }
    CHECK(meter.flips() == 61);
    CHECK(meter.missed() == 0);
    CHECK(meter.rate() == Catch::Approx(60).margin(0.01));
    CHECK(meter.span() == period * 60);
}

TEST_CASE("no flip, and one alone, have no rate") {
    FlipMeter meter(60);
    CHECK(meter.rate() == 0);
    meter.add({.sequence = 1, .at = period});
    CHECK(meter.flips() == 1);
    CHECK(meter.rate() == 0);
    CHECK(meter.missed() == 0);
}

TEST_CASE("refreshes that the display counted without a flip are missed") {
    FlipMeter meter(60);
    meter.add({.sequence = 0xFFFFFFFE, .at = period});
    meter.add({.sequence = 0xFFFFFFFF, .at = 2 * period});
    meter.add({.sequence = 3, .at = 6 * period}); // the counter wraps
    CHECK(meter.missed() == 3);
}

TEST_CASE("a display that counts nothing is judged by the time between flips") {
    FlipMeter meter(60);
    meter.add({.sequence = 0, .at = period});
    meter.add({.sequence = 0, .at = 2 * period + microseconds(3000)}); // late, but in time
    meter.add({.sequence = 0, .at = 5 * period});
    CHECK(meter.missed() == 2);
}

TEST_CASE("a clock that runs backwards, or a mode without a rate, counts no refreshes") {
    FlipMeter backwards(60);
    backwards.add({.sequence = 9, .at = 5 * period});
    backwards.add({.sequence = 4, .at = 2 * period});
    CHECK(backwards.missed() == 0);
    CHECK(backwards.rate() == 0);
    FlipMeter unknown(0);
    unknown.add({.sequence = 0, .at = period});
    unknown.add({.sequence = 0, .at = 9 * period});
    CHECK(unknown.missed() == 0);
}

} // namespace
} // namespace exwm_vr::lease_tool
