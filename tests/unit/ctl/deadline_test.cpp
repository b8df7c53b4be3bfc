// SPDX-License-Identifier: MIT
#include "ctl/deadline.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>
#include <utility>

namespace exwm_vr::ctl {
namespace {

TEST_CASE("durations are read with their units") {
    const auto [text, expected] = GENERATE(
        table<std::string, long>({
            {"500ms", 500},
            {"5s", 5000},
            {"5", 5000},
            {"1.5s", 1500},
            {"0.25", 250},
            {"2m", 120'000},
            {"2min", 120'000},
            {"0", 0},
            {"0.1ms", 1}, // rounded up: no wait that was asked for is left out
            {"1440m", 86'400'000},
        })
    );
    CAPTURE(text);
    const auto duration = parse_duration(text);
    REQUIRE(duration);
    CHECK(duration->count() == expected);
}

TEST_CASE("what is no duration is refused by name") {
    const std::string text = GENERATE(
        "", "s", "5x", "-1s", "-0", "5 s", "1e3", "nan", "inf", "5s ", "0x10", "1440.1m", "1h"
    );
    CAPTURE(text);
    const auto duration = parse_duration(text);
    REQUIRE_FALSE(duration);
    CHECK(duration.error().message.contains('"' + text + '"'));
}

TEST_CASE("a printed duration reads back the same") {
    const long count = GENERATE(0L, 1L, 500L, 1000L, 1500L, 59'000L, 60'000L, 61'000L, 120'000L);
    CAPTURE(count);
    CHECK(parse_duration(to_string(milliseconds(count))) == milliseconds(count));
}

TEST_CASE("deadlines give poll() what is left") {
    CHECK(Deadline::never().poll_timeout() == -1);
    CHECK_FALSE(Deadline::never().passed());
    const Deadline now = Deadline::after(milliseconds(0));
    CHECK(now.passed());
    CHECK(now.poll_timeout() == 0);
    const Deadline later = Deadline::after(milliseconds(3'600'000));
    CHECK_FALSE(later.passed());
    CHECK(later.poll_timeout() > 0);
}

TEST_CASE("of two deadlines the sooner one counts") {
    const Deadline past = Deadline::after(milliseconds(0));
    const Deadline later = Deadline::after(milliseconds(3'600'000));
    CHECK(later.or_sooner(past).passed());
    CHECK(past.or_sooner(later).passed());
    CHECK(Deadline::never().or_sooner(past).passed());
    CHECK(past.or_sooner(Deadline::never()).passed());
    CHECK(Deadline::never().or_sooner(Deadline::never()).poll_timeout() == -1);
}

} // namespace
} // namespace exwm_vr::ctl
