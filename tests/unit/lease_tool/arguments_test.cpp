// SPDX-License-Identifier: MIT
#include "lease_tool/arguments.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace exwm_vr::lease_tool {
namespace {

using Words = std::vector<const char*>;
using Task = Arguments::Task;
using namespace std::chrono_literals;

std::expected<Arguments, config::CliExit> parse(Words words) {
    words.insert(words.begin(), "exwm-vr-lease");
    return parse_arguments(static_cast<int>(words.size()), words.data());
}

TEST_CASE("a command and its own options are left alone") {
    const auto got = parse({"--connector", "DP-1", "--wait", "--", "sh", "--help", "--", "--list"});
    REQUIRE(got);
    CHECK(got->task == Task::command);
    CHECK(got->connector == "DP-1");
    CHECK(got->wait);
    CHECK_FALSE(got->wait_limit);
    CHECK(got->command == std::vector<std::string>{"sh", "--help", "--", "--list"});
}

TEST_CASE("times may have units") {
    CHECK(parse({"--wait=5", "--", "a"})->wait_limit == 5s);
    CHECK(parse({"--wait=500ms", "--", "a"})->wait_limit == 500ms);
    CHECK_FALSE(parse({"--", "a"})->wait);
    CHECK(parse({"--pattern", "--seconds", "1.5"})->show_limit == 1500ms);
    CHECK(parse({"--pattern", "--frames", "90"})->frame_limit == 90U);
    CHECK_FALSE(parse({"--pattern"})->show_limit);
}

TEST_CASE("what is to be done is said by one option") {
    CHECK(parse({"--list"})->task == Task::list);
    CHECK(parse({"--list", "--json"})->json);
    CHECK(parse({"--list", "--wait=5", "--connector", "DP-1"})->wait_limit == 5s);
    CHECK(parse({"--pattern", "--display", "wayland-7"})->task == Task::pattern);
    CHECK(parse({"--leave-running", "--", "a"})->leave_running);
    CHECK(parse({"--watch", "--", "a"})->watch);
}

TEST_CASE("wrong usage leaves with 2 and names what is wrong") {
    struct Case {
        Words words;
        std::string named;
    };

    const auto wrong = GENERATE(
        Case{{}, "nothing to do"},
        Case{{"--wait"}, "nothing to do"},
        Case{{"foot"}, "\"foot\": unexpected"},
        Case{{"--frobnicate"}, "\"--frobnicate\": unknown"},
        Case{{"--"}, "a command is missing"},
        Case{{"--", ""}, "a command is missing"},
        Case{{"--list", "--pattern"}, "exclude each other"},
        Case{{"--list", "--", "a"}, "exclude each other"},
        Case{{"--pattern", "--", "a"}, "exclude each other"},
        Case{{"--frames", "5", "--", "a"}, "for --pattern"},
        Case{{"--seconds", "5", "--list"}, "for --pattern"},
        Case{{"--json", "--", "a"}, "--json is for"},
        Case{{"--pattern", "--leave-running"}, "for a command"},
        Case{{"--list", "--watch"}, "for a command"},
        Case{{"--watch", "--leave-running", "--", "a"}, "exclude each other"},
        Case{{"--pattern", "--frames", "0"}, "--frames"},
        Case{{"--pattern", "--frames", "-1"}, "--frames"},
        Case{{"--pattern", "--frames", "5x"}, "\"5x\""},
        Case{{"--pattern", "--frames"}, "--frames"},
        Case{{"--pattern", "--seconds", "soon"}, "--seconds"},
        Case{{"--wait=-1", "--", "a"}, "--wait"},
        Case{{"--wait=x", "--", "a"}, "--wait"},
        Case{{"--connector", "", "--", "a"}, "--connector"}
    );
    const auto got = parse(wrong.words);
    INFO(wrong.named);
    REQUIRE_FALSE(got);
    INFO(got.error().text);
    CHECK(got.error().status == 2);
    CHECK(got.error().to_stderr);
    CHECK(got.error().text.contains(wrong.named));
}

TEST_CASE("help and version go to standard output") {
    const auto help = parse({"--help"});
    REQUIRE_FALSE(help);
    CHECK(help.error().status == 0);
    CHECK_FALSE(help.error().to_stderr);
    CHECK(help.error().text.contains("DRM_LEASE_FD"));
    CHECK(parse({"--version"}).error().text == "exwm-vr-lease " EXWM_VR_VERSION "\n");
}

} // namespace
} // namespace exwm_vr::lease_tool
