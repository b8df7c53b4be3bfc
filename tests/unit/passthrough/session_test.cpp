// SPDX-License-Identifier: MIT
#include "passthrough/policy/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <vector>

namespace exwm_vr::policy {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr auto most = std::numeric_limits<std::uint64_t>::max();

struct Told {
    std::vector<Denial> denials;

    Session session(Allowance allowance, Level level = Level::low) {
        return {"g", level, allowance, [this](const Denial& denial) { denials.push_back(denial); }};
    }
};

TEST_CASE("a session allows the operations of its allowance", "[policy][session]") {
    Told told;
    auto session = told.session(Levels{}[Level::low]);
    CHECK(session.may(Operation::draw_3d));
    CHECK(!session.may(Operation::compute));
    CHECK(session.may(Vulkan::graphics));
    CHECK(session.may(Vulkan::none));
    CHECK(!session.may(Vulkan::full));
    REQUIRE(told.denials.size() == 2);
    CHECK(
        told.denials.front() == Denial{
                                    .guest = "g",
                                    .level = Level::low,
                                    .reason = Denial::Reason::operation,
                                    .what = "compute"
                                }
    );
}

TEST_CASE("each denial is told once, until the allowance changes", "[policy][session]") {
    Told told;
    auto session = told.session({.vram_bytes = 10, .requests_per_second = 1});
    for (int i = 0; i < 1000; ++i) {
        CHECK(!session.may(Operation::compute));
        CHECK(!session.may(Operation::encode));
        CHECK(!session.charge(11 + static_cast<std::uint64_t>(i)));
        (void)session.request(0);
    }
    CHECK(told.denials.size() == 4);
    session.change({.vram_bytes = 11, .operations = {Operation::encode}, .requests_per_second = 1});
    CHECK(session.may(Operation::encode));
    CHECK(!session.may(Operation::compute));
    CHECK(told.denials.size() == 5);
}

TEST_CASE("memory is charged up to the limit, whatever the numbers", "[policy][session]") {
    Told told;
    auto session = told.session({.vram_bytes = 100});
    CHECK(session.charge(60));
    CHECK(!session.charge(41));
    CHECK(!session.charge(most));
    CHECK(!session.charge(most - 59)); // the sum would be 0
    CHECK(session.charge(40));
    CHECK(session.charge(0));
    CHECK(session.charged() == 100);
    CHECK(session.release(100));
    CHECK(!session.release(1));
    CHECK(session.charged() == 0);
    CHECK(told.denials.size() == 1);
    CHECK(told.denials.front().what == "41 bytes more than 60 of 100");

    auto all = told.session({.vram_bytes = most});
    CHECK(all.charge(most));
    CHECK(!all.charge(1));

    CHECK(session.charge(90));
    session.change({.vram_bytes = 50});
    CHECK(session.charged() == 90);
    CHECK(!session.charge(0));
    CHECK(session.release(60));
    CHECK(session.charge(20));
}

TEST_CASE("what is charged is what was taken and not given back", "[policy][session]") {
    std::minstd_rand random(7);
    Told told;
    auto session = told.session({.vram_bytes = 1'000'000});
    std::vector<std::uint64_t> held;
    std::uint64_t sum = 0;
    for (int i = 0; i < 20'000; ++i) {
        if (random() % 2 == 0 || held.empty()) {
            const std::uint64_t size = random() % 50'000;
            const bool fits = sum + size <= 1'000'000;
            REQUIRE(session.charge(size) == fits);
            if (fits) {
                held.push_back(size);
                sum += size;
            }
        } else {
            REQUIRE(session.release(held.back()));
            sum -= held.back();
            held.pop_back();
        }
        REQUIRE(session.charged() == sum);
    }
}

TEST_CASE(
    "requests pass at their rate, with a quarter of a second's at once", "[policy][session]"
) {
    RateLimit limit(1000);
    int passed = 0;
    while (limit.take(5 * second)) {
        ++passed;
    }
    CHECK(passed == 250);
    CHECK(!limit.take(5 * second + second / 1000 - 1));
    CHECK(limit.take(5 * second + second / 1000));
    CHECK(!limit.take(5 * second + second / 1000));
    CHECK(!limit.take(0)); // a clock that goes back gains nothing
    CHECK(limit.take(most));
}

TEST_CASE("over any time no more pass than the rate allows", "[policy][session]") {
    std::minstd_rand random(11);
    for (const std::uint32_t rate : {1U, 3U, 999U, 1'000'000'000U, 4'294'967'295U}) {
        RateLimit limit(rate);
        std::uint64_t now = 0;
        std::uint64_t passed = 0;
        for (int i = 0; i < 10'000; ++i) {
            now += random() % 3'000'000;
            passed += limit.take(now) ? 1 : 0;
        }
        const double allowed =
            static_cast<double>(rate) * (static_cast<double>(now) / second + 0.25);
        CHECK(static_cast<double>(passed) <= allowed + 1);
        CHECK(passed >= 1);
    }
}

TEST_CASE("without a rate all requests pass", "[policy][session]") {
    Told told;
    auto session = told.session(Levels{}[Level::system], Level::system);
    for (int i = 0; i < 1000; ++i) {
        REQUIRE(session.request(0));
    }
    CHECK(told.denials.empty());
}

} // namespace
} // namespace exwm_vr::policy
