// SPDX-License-Identifier: MIT
#include "shell/x11_text.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::shell {
namespace {

TEST_CASE("text of X11 programs is UTF-8 in the end") {
    CHECK(x11_text(nullptr).empty());
    CHECK(x11_text("").empty());
    CHECK(x11_text("plain") == "plain");
    CHECK(x11_text("grün €") == "grün €");
    CHECK(x11_text("gr\xFCn") == "grün");
    CHECK(x11_text("\xC3") == "Ã");
}

} // namespace
} // namespace exwm_vr::shell
