// SPDX-License-Identifier: MIT
#include "wm/lid.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr;
using namespace exwm_vr::wm;

namespace {

constexpr OutputId panel{1};
constexpr OutputId monitor{2};
using Changes = std::vector<LidChange>;

std::vector<LidOutput> laptop(bool panel_on, OutputId id = panel) {
    return {{.id = id, .name = "eDP-1", .panel = true, .on = panel_on}};
}

std::vector<LidOutput> docked(bool panel_on, bool monitor_on = true) {
    auto outputs = laptop(panel_on);
    outputs.push_back({.id = monitor, .name = "DP-1", .on = monitor_on});
    return outputs;
}

} // namespace

TEST_CASE("a closed lid turns the panel off where there is another output", "[lid]") {
    Lid lid;
    CHECK(lid.update(false, docked(true)).empty());
    CHECK(lid.update(true, docked(true)) == Changes{{panel, false}});
    CHECK(lid.update(true, docked(false)).empty());
    CHECK(lid.update(false, docked(false)) == Changes{{panel, true}});
    CHECK(lid.update(false, docked(true)).empty());
}

TEST_CASE("the only output stays on behind a closed lid", "[lid]") {
    Lid lid;
    CHECK(lid.update(true, laptop(true)).empty());
    CHECK(lid.update(true, docked(true, false)).empty());
    // A monitor that comes later, and goes again.
    CHECK(lid.update(true, docked(true)) == Changes{{panel, false}});
    CHECK(lid.update(true, laptop(false)) == Changes{{panel, true}});
}

TEST_CASE("a panel that the user has turned off or on is left alone", "[lid]") {
    Lid lid;
    CHECK(lid.update(true, docked(false)).empty());
    CHECK(lid.update(false, docked(false)).empty());

    CHECK(lid.update(true, docked(true)) == Changes{{panel, false}});
    CHECK(lid.update(true, docked(true)).empty());
    CHECK(lid.update(false, docked(true)).empty());
}

TEST_CASE("a panel behind a closed lid comes back with the seat and is off again", "[lid]") {
    constexpr OutputId panel_again{3};
    constexpr OutputId monitor_again{4};
    Lid lid;
    CHECK(lid.update(true, docked(true)) == Changes{{panel, false}});
    CHECK(lid.update(true, {}).empty());
    auto outputs = laptop(true, panel_again);
    outputs.push_back({.id = monitor_again, .name = "DP-1", .on = true});
    CHECK(lid.update(true, outputs) == Changes{{panel_again, false}});
    outputs.front().on = false;
    CHECK(lid.update(true, outputs).empty());
    CHECK(lid.holds("eDP-1"));
    CHECK(lid.update(false, outputs) == Changes{{panel_again, true}});
    CHECK_FALSE(lid.holds("eDP-1"));
}

TEST_CASE("a panel that comes back off, or alone, is turned on by what ends its time", "[lid]") {
    constexpr OutputId panel_again{3};
    Lid lid;
    CHECK(lid.update(true, docked(true)) == Changes{{panel, false}});
    CHECK(lid.update(true, {}).empty());
    // The monitor was unplugged while another terminal was shown.
    CHECK(lid.update(true, laptop(false, panel_again)) == Changes{{panel_again, true}});
}

TEST_CASE("a lid that was opened while another terminal was shown leaves the panel on", "[lid]") {
    Lid lid;
    CHECK(lid.update(true, docked(true)) == Changes{{panel, false}});
    CHECK(lid.update(false, {}).empty());
    CHECK(lid.update(false, docked(true)).empty());
}
