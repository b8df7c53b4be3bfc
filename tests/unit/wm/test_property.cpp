// SPDX-License-Identifier: MIT
#include "random_user.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <cstdlib>
#include <deque>
#include <string>

namespace exwm_vr::wm::test {

namespace {

constexpr std::uint64_t seeds = 20;
constexpr int steps = 1500;
constexpr std::size_t told_steps = 12;

void live(std::uint64_t seed) {
    RandomUser user(seed);
    std::deque<std::string> last;
    for (int step = 0; step < steps; ++step) {
        const std::string fault = user.step();
        last.push_back(user.done());
        if (last.size() > told_steps) {
            last.pop_front();
        }
        if (!fault.empty()) {
            std::string story;
            for (const std::string& line : last) {
                story += "\n  " + line;
            }
            FAIL("seed " << seed << ", step " << step << ": " << fault << "\nafter" << story);
        }
    }
}

} // namespace

TEST_CASE("The promises hold whatever is done", "[property]") {
    // One seed alone, to look into a failure: EXWM_VR_TEST_SEED=17 unit-wm '[property]'
    if (const char* seed = std::getenv("EXWM_VR_TEST_SEED")) {
        live(std::strtoull(seed, nullptr, 10));
        return;
    }
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        live(seed);
    }
    SUCCEED();
}

} // namespace exwm_vr::wm::test
