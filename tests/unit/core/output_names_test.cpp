// SPDX-License-Identifier: MIT
#include "base/output_names.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr {
namespace {

const OutputNames monitor{.name = "DP-1", .make = "Maker", .model = "Model", .serial = "12"};
const OutputNames panel{.name = "eDP-1", .make = "Maker", .model = "0x1234", .serial = {}};
const OutputNames nothing{.name = "Virtual-1", .make = {}, .model = {}, .serial = {}};

TEST_CASE("an output is known again by its serial number, else by its plug") {
    CHECK(identity_of(monitor) == "Maker Model 12");
    CHECK(identity_of(panel) == "eDP-1");
    CHECK(identity_of(nothing) == "Virtual-1");
}

TEST_CASE("an output is meant by its plug, or by its maker and model with or without a number") {
    CHECK(means("DP-1", monitor));
    CHECK(means("Maker Model 12", monitor));
    CHECK(means("Maker Model", monitor));
    CHECK_FALSE(means("Maker Model 13", monitor));
    CHECK_FALSE(means("Maker Model Unknown", monitor));
    CHECK_FALSE(means("Maker", monitor));
    CHECK(means("eDP-1", panel));
    CHECK(means("Maker 0x1234", panel));
    CHECK(means("Maker 0x1234 Unknown", panel));
    CHECK(means("Virtual-1", nothing));
    CHECK_FALSE(means("Unknown Unknown Unknown", nothing));
    CHECK_FALSE(means(" ", nothing));
}

} // namespace
} // namespace exwm_vr
