// SPDX-License-Identifier: MIT
#include "output/frame_clock.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::output {
namespace {

constexpr std::int64_t second = 1'000'000'000;

TEST_CASE("the first frame is shown at once") {
    const FrameClock clock;
    CHECK(clock.next_tick(5 * second) == 5 * second);
}

TEST_CASE("a client that draws without pause gets exactly the refresh rate") {
    for (const int refresh_mhz : {30'000, 59'940, 60'000, 75'000, 144'000, 240'000}) {
        FrameClock clock;
        clock.set_refresh(refresh_mhz);
        std::int64_t now = second;
        clock.shown(now);
        int frames = 0;
        // Each frame is wanted early and shown a little late, as timers do.
        while (now < 11 * second) {
            now = clock.next_tick(now + 1'000'000) + 90'000;
            clock.shown(now);
            ++frames;
        }
        INFO(refresh_mhz);
        CHECK(frames >= refresh_mhz / 100 - 1);
        CHECK(frames <= refresh_mhz / 100 + 1);
    }
}

TEST_CASE("after a rest a frame is shown at once, and starts a new grid") {
    FrameClock clock;
    clock.set_refresh(100'000);
    clock.shown(second);
    const auto later = 3 * second + 123;
    CHECK(clock.next_tick(later) == later);
    clock.shown(later);
    CHECK(clock.next_tick(later + 1) == later + second / 100);
}

TEST_CASE("ticks are counted, also those at which nothing was shown") {
    FrameClock clock;
    clock.set_refresh(100'000);
    constexpr auto period = second / 100;
    clock.shown(second);
    const auto first = clock.ticks();
    clock.shown(second + period + 90'000); // a little late
    CHECK(clock.ticks() == first + 1);
    clock.shown(second + 2 * period); // on the grid again
    CHECK(clock.ticks() == first + 2);
    clock.shown(second + 7 * period);
    CHECK(clock.ticks() == first + 7);
    clock.shown(second + 7 * period + 1); // a mode set in between
    CHECK(clock.ticks() == first + 8);
}

TEST_CASE("a refresh rate of nothing means 60 Hz") {
    FrameClock clock;
    clock.set_refresh(0);
    CHECK(clock.period_ns() == 16'666'666);
}

} // namespace
} // namespace exwm_vr::output
