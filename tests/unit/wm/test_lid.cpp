// SPDX-License-Identifier: MIT
#include "wm/lid.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr;
using namespace exwm_vr::wm;

namespace {

constexpr OutputId panel{1};
constexpr OutputId monitor{2};
using Changes = std::vector<LidChange>;

std::vector<LidOutput> laptop(bool panel_on) {
    return {{.id = panel, .panel = true, .on = panel_on}};
}

std::vector<LidOutput> docked(bool panel_on, bool monitor_on = true) {
    auto outputs = laptop(panel_on);
    outputs.push_back({.id = monitor, .on = monitor_on});
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
