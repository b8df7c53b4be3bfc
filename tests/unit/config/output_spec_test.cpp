// SPDX-License-Identifier: MIT
#include "config/output_spec.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <random>

using namespace exwm_vr;
using namespace exwm_vr::config;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("the documented examples are read", "[output_spec]") {
    const std::pair<std::string_view, OutputSpec> examples[] = {
        {"1920x1080", {.name = "", .settings = {.mode = Size{1920, 1080}}}},
        {"2560x1440@144",
         {.name = "", .settings = {.mode = Size{2560, 1440}, .refresh_mhz = 144000}}},
        {"1280x720@59.94*1.5",
         {.name = "", .settings = {.mode = Size{1280, 720}, .refresh_mhz = 59940, .scale = 1.5}}},
        {"left:1920x1080@60+0+0",
         {.name = "left",
          .settings = {.mode = Size{1920, 1080}, .refresh_mhz = 60000, .position = Point{0, 0}}}},
        {"800x600-800+0",
         {.name = "", .settings = {.mode = Size{800, 600}, .position = Point{-800, 0}}}},
        {"DP-1.a_b:1x16384*0.25",
         {.name = "DP-1.a_b", .settings = {.mode = Size{1, 16384}, .scale = 0.25}}},
    };
    for (const auto& [text, expected] : examples) {
        CAPTURE(text);
        const auto parsed = parse_output_spec(text);
        REQUIRE(parsed);
        CHECK(*parsed == expected);
        CHECK(to_string(*parsed) == text);
    }
}

TEST_CASE("any output's text form reads back to it", "[output_spec]") {
    std::mt19937 random(GENERATE(range(0U, 20U)));
    const auto number = [&random](int low, int high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    constexpr std::string_view letters = "aZ09._-";
    for (int i = 0; i < 500; ++i) {
        OutputSpec spec;
        for (int length = number(0, 64); length > 0; --length) {
            spec.name += letters[static_cast<std::size_t>(number(0, 6))];
        }
        spec.settings.mode = Size{number(1, 16384), number(1, 16384)};
        if (number(0, 1) == 1) {
            spec.settings.refresh_mhz = number(1000, 1000000);
        }
        if (number(0, 1) == 1) {
            spec.settings.scale = std::uniform_real_distribution(0.25, 8.0)(random);
        }
        if (number(0, 1) == 1) {
            spec.settings.position = Point{number(-100000, 100000), number(-100000, 100000)};
        }
        const std::string text = to_string(spec);
        CAPTURE(text);
        const auto parsed = parse_output_spec(text);
        REQUIRE(parsed);
        REQUIRE(*parsed == spec);
    }
}

TEST_CASE("a wrong output says what was expected", "[output_spec]") {
    const std::pair<std::string_view, std::string_view> wrong[] = {
        {"", "expected a width"},
        {"1920", "expected a width"},
        {"0x1080", "expected a width from 1 to 16384"},
        {"1920x0", "expected a height"},
        {"16385x1", "expected a width"},
        {"1920x1080x2", "expected a height"},
        {"-1x5", "expected a width"},
        {"1920X1080", "expected a width"},
        {":1920x1080", "expected a name"},
        {"a b:1920x1080", "expected a name"},
        {"ü:1920x1080", "expected a name"},
        {"1x1@", "expected a refresh rate"},
        {"1x1@0.5", "expected a refresh rate"},
        {"1x1@1000.001", "expected a refresh rate"},
        {"1x1@59.9401", "expected a refresh rate"},
        {"1x1@1e2", "expected a refresh rate"},
        {"1x1@inf", "expected a refresh rate"},
        {"1x1@6.0.0", "expected a refresh rate"},
        {"1x1*0.2", "expected a scale from 0.25 to 8"},
        {"1x1*8.01", "expected a scale"},
        {"1x1*nan", "expected a scale"},
        {"1x1*1@60", "expected a scale"},
        {"1x1+5", "expected a position"},
        {"1x1+5+", "expected a position"},
        {"1x1+5+100001", "expected a position"},
        {"1x1+-5+0", "expected a position"},
        {"1x1+1+2+3", "\"+3\" is too much"},
    };
    for (const auto& [text, part] : wrong) {
        CAPTURE(text);
        const auto parsed = parse_output_spec(text);
        REQUIRE_FALSE(parsed);
        CHECK_THAT(parsed.error().message, ContainsSubstring(std::string{part}));
        CHECK_THAT(parsed.error().message, ContainsSubstring("output \""));
    }
    CHECK_FALSE(parse_output_spec(std::string(65, 'a') + ":1x1"));
}

TEST_CASE("transforms have wl_output's order and their own names", "[output_spec]") {
    for (int i = 0; i < 8; ++i) {
        const auto transform = static_cast<Transform>(i);
        CHECK(transform_from_string(to_string(transform)) == transform);
    }
    CHECK(to_string(Transform::normal) == "normal");
    CHECK(to_string(Transform::rotate_90) == "90");
    CHECK(to_string(Transform::flipped_270) == "flipped-270");
    CHECK_FALSE(transform_from_string("45"));
    CHECK_FALSE(transform_from_string(""));
}

TEST_CASE("adaptive sync has its own names", "[output_spec]") {
    CHECK(to_string(AdaptiveSync::off) == "off");
    CHECK(to_string(AdaptiveSync::on) == "on");
    CHECK(to_string(AdaptiveSync::by_content) == "content");
    for (const auto sync : {AdaptiveSync::off, AdaptiveSync::on, AdaptiveSync::by_content}) {
        CHECK(adaptive_sync_from_string(to_string(sync)) == sync);
    }
    CHECK_FALSE(adaptive_sync_from_string("true"));
    CHECK_FALSE(adaptive_sync_from_string(""));
}

TEST_CASE("refresh rates keep each mHz", "[output_spec]") {
    for (int mhz = 1000; mhz <= 1000000; ++mhz) {
        if (parse_refresh(format_refresh(mhz)) != mhz) {
            FAIL(mhz);
        }
    }
    CHECK(format_refresh(60000) == "60");
    CHECK(format_refresh(59940) == "59.94");
    CHECK(format_refresh(1001) == "1.001");
}
