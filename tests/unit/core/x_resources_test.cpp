// SPDX-License-Identifier: MIT
#include "base/x_resources.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr {
namespace {

TEST_CASE("an X resource is added, and takes the place of what was there") {
    CHECK(with_x_resource("", "Xft.dpi", "144") == "Xft.dpi:\t144\n");
    CHECK(with_x_resource("Xft.dpi: 96", "Xft.dpi", "144") == "Xft.dpi:\t144\n");
    CHECK(
        with_x_resource("Xft.dpi:\t1\nXTerm*font:\tfixed\nXft.dpi:\t2\n", "Xft.dpi", "192") ==
        "XTerm*font:\tfixed\nXft.dpi:\t192\n"
    );
}

TEST_CASE("resources of other names and broken lines stay") {
    CHECK(
        with_x_resource("Xft.dpi.x: 1\n!note\nXft\n\n", "Xft.dpi", "96") ==
        "Xft.dpi.x: 1\n!note\nXft\nXft.dpi:\t96\n"
    );
}

} // namespace
} // namespace exwm_vr
