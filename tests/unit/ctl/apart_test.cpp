// SPDX-License-Identifier: MIT
#include "base/apart.hpp"

#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace exwm_vr {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds long_enough{60'000};
constexpr std::size_t most = 100'000;

TEST_CASE("what another process made comes back, however it came") {
    CHECK(call_apart([] { return std::string("text"); }, long_enough, most) == "text");
    CHECK(call_apart([] { return std::string(); }, long_enough, most) == "");
    const std::string large(most, 'x');
    CHECK(call_apart([&] { return large; }, long_enough, most) == large);
}

TEST_CASE("a process that ends otherwise is a failure that says how") {
    const auto crashed = call_apart(
        [] {
            std::raise(SIGKILL);
            return std::string();
        },
        long_enough,
        most
    );
    REQUIRE_FALSE(crashed);
    CHECK(crashed.error().message == "it crashed: Killed");
    const auto threw =
        call_apart([]() -> std::string { throw std::runtime_error("no"); }, long_enough, most);
    REQUIRE_FALSE(threw);
    CHECK(threw.error().message == "it failed");
    const auto left = call_apart([]() -> std::string { _exit(3); }, long_enough, most);
    REQUIRE_FALSE(left);
}

TEST_CASE("a process that hangs, or talks without end, is ended") {
    const auto hung = call_apart(
        [] {
            while (true) {
                pause();
            }
            return std::string();
        },
        milliseconds(50),
        most
    );
    REQUIRE_FALSE(hung);
    CHECK(hung.error().message == "it did not answer in time");
    const auto talked = call_apart([] { return std::string(most + 1, 'x'); }, long_enough, most);
    REQUIRE_FALSE(talked);
    CHECK(talked.error().message.contains("more than"));
}

TEST_CASE("what it prints is not seen, and what it changes stays there") {
    int value = 1;
    const auto text = call_apart(
        [&] {
            value = 2;
            std::puts("must not be seen");
            std::fflush(stdout);
            return std::to_string(value);
        },
        long_enough,
        most
    );
    CHECK(text == "2");
    CHECK(value == 1);
}

} // namespace
} // namespace exwm_vr
