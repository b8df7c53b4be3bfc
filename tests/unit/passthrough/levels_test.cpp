// SPDX-License-Identifier: MIT
#include "passthrough/policy/words.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::policy {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

TEST_CASE("levels grant what their table says", "[policy]") {
    constexpr Levels levels;
    using enum Operation;
    CHECK(levels[Level::untrusted].vram_bytes == 128 * mib);
    CHECK(levels[Level::low].vram_bytes == 256 * mib);
    CHECK(levels[Level::medium].vram_bytes == 512 * mib);
    CHECK(levels[Level::high].vram_bytes == 1024 * mib);
    CHECK(levels[Level::system].vram_bytes == 2048 * mib);
    CHECK(levels[Level::untrusted].compute_percent == 10);
    CHECK(levels[Level::low].compute_percent == 25);
    CHECK(levels[Level::medium].compute_percent == 50);
    CHECK(levels[Level::high].compute_percent == 80);
    CHECK(levels[Level::system].compute_percent == 100);
    CHECK(levels[Level::untrusted].vulkan == Vulkan::none);
    CHECK(levels[Level::low].vulkan == Vulkan::graphics);
    CHECK(levels[Level::medium].vulkan == Vulkan::graphics_and_compute);
    CHECK(levels[Level::high].vulkan == Vulkan::full);
    CHECK(levels[Level::system].vulkan == Vulkan::full);
    CHECK(levels[Level::untrusted].operations == Operations{draw_2d});
    CHECK(levels[Level::low].operations == Operations{draw_2d, draw_3d, decode});
    CHECK(
        levels[Level::medium].operations == Operations{draw_2d, draw_3d, decode, compute, encode}
    );
    CHECK(!levels[Level::high].operations.contains(passthrough));
    CHECK(levels[Level::system].operations.contains(passthrough));
}

TEST_CASE("each level may what those before it may", "[policy]") {
    constexpr Levels levels;
    for (std::size_t i = 1; i < level_count; ++i) {
        const auto& lower = levels[level_words.at(i - 1).value];
        const auto& higher = levels[level_words.at(i).value];
        CHECK(within(lower, higher));
        CHECK(!within(higher, lower));
        CHECK(lesser(lower, higher) == lower);
        CHECK(lesser(higher, lower) == lower);
    }
}

template <Worded T>
void check_words() {
    for (const auto& word : words_of(T{})) {
        const auto value = from_string<T>(word.text);
        REQUIRE(value);
        CHECK(from_string<T>(to_string(*value)) == *value);
    }
    CHECK(!from_string<T>(""));
    CHECK(!from_string<T>("nonsense"));
    CHECK(!from_string<T>("None"));
}

TEST_CASE("words of the policy are read as they are printed", "[policy]") {
    check_words<Level>();
    check_words<Vulkan>();
    check_words<Operation>();
    check_words<Access>();
    check_words<Guest::Kind>();
    check_words<SeatSource>();
    check_words<Enforcement>();
    CHECK(from_string<Access>("virtio") == Access::shared);
    CHECK(to_string(Access::shared) == "shared");
    CHECK(to_string(Operations{}) == "none");
    CHECK(to_string(Operations{Operation::draw_3d, Operation::draw_2d}) == "2d, 3d");
    CHECK(size_to_string(0) == "0 MiB");
    CHECK(size_to_string(512 * mib) == "512 MiB");
    CHECK(size_to_string(2048 * mib) == "2 GiB");
    CHECK(size_to_string(1536 * mib) == "1536 MiB");
    CHECK(size_to_string(1000) == "1000 bytes");
}

} // namespace
} // namespace exwm_vr::policy
