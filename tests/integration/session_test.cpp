// SPDX-License-Identifier: MIT
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>

namespace exwm_vr::test {
namespace {

TEST_CASE("a terminal starts, shows text, and is closed") {
    Session session;
    const auto foot = session.start({"foot", "-e", "sh", "-c", "echo hello; exec cat"});
    const auto window = session.wait_for_window("foot");
    CHECK(window.box == Box{0, 0, 1280, 720});
    CHECK(window.focused);
    session.wait_for_picture(
        [](const auto& image) { return count_colours(image, {0, 0, 200, 20}) > 3; }, "text"
    );
    session.ctl({"close", std::to_string(window.id)});
    session.wait_for_no_window("foot");
    foot->wait();
}

TEST_CASE("two terminals tile the output") {
    Session session;
    const auto first = session.start({"foot", "--app-id=one", "-e", "cat"});
    session.wait_for_window("one");
    const auto second = session.start({"foot", "--app-id=two", "-e", "cat"});
    const auto two = session.wait_for_window("two");
    const auto one = session.wait_for_window("one");
    CHECK(one.box.width + two.box.width == 1280);
    CHECK(one.box.height == 720);
    CHECK(two.box.height == 720);
    CHECK(two.focused);
}

} // namespace
} // namespace exwm_vr::test
