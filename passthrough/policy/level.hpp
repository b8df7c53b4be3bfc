// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>

namespace exwm_vr::policy {

/// How far a guest, a container or a client is trusted. Each may what those before it may.
enum class Level : std::uint8_t { untrusted, low, medium, high, system };

/// What may be used of Vulkan.
enum class Vulkan : std::uint8_t { none, graphics, graphics_and_compute, full };

/// What may be done with a GPU.
enum class Operation : std::uint8_t { draw_2d, draw_3d, decode, encode, compute, passthrough };

/// A set of operations.
class Operations {
public:
    constexpr Operations() = default;

    constexpr Operations(std::initializer_list<Operation> operations) {
        for (const auto operation : operations) {
            insert(operation);
        }
    }

    constexpr void insert(Operation operation) { bits_ |= bit(operation); }

    constexpr void erase(Operation operation) {
        bits_ &= static_cast<std::uint8_t>(~bit(operation));
    }

    [[nodiscard]] constexpr bool contains(Operation operation) const {
        return (bits_ & bit(operation)) != 0;
    }

    /// What is in both.
    [[nodiscard]] constexpr Operations operator&(Operations other) const {
        Operations both;
        both.bits_ = static_cast<std::uint8_t>(bits_ & other.bits_);
        return both;
    }

    [[nodiscard]] constexpr bool contains(Operations others) const {
        return (*this & others) == others;
    }

    friend bool operator==(const Operations&, const Operations&) = default;

private:
    static constexpr std::uint8_t bit(Operation operation) {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(operation));
    }

    std::uint8_t bits_ = 0;
};

/// What is granted of a GPU. Whether anything enforces it is another matter: see Limit.
struct Allowance {
    std::uint64_t vram_bytes = 0;
    unsigned compute_percent = 0; ///< of the GPU's time, 0 to 100
    Vulkan vulkan = Vulkan::none;
    Operations operations;
    /// Requests to a device that the compositor plays for a guest; nothing: as many as it likes.
    std::optional<std::uint32_t> requests_per_second;

    friend bool operator==(const Allowance&, const Allowance&) = default;
};

constexpr std::size_t level_count = 5;

/// What each level grants, in the order of Level.
class Levels {
public:
    /// The defaults.
    constexpr Levels() = default;

    [[nodiscard]] constexpr const Allowance& operator[](Level level) const {
        return grants_[static_cast<std::size_t>(level)]; // NOLINT: Level has level_count values
    }

    [[nodiscard]] constexpr Allowance& operator[](Level level) {
        return grants_[static_cast<std::size_t>(level)]; // NOLINT: Level has level_count values
    }

    friend bool operator==(const Levels&, const Levels&) = default;

private:
    static constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

    std::array<Allowance, level_count> grants_{{
        {.vram_bytes = 128 * mib,
         .compute_percent = 10,
         .vulkan = Vulkan::none,
         .operations = {Operation::draw_2d},
         .requests_per_second = 2'000},
        {.vram_bytes = 256 * mib,
         .compute_percent = 25,
         .vulkan = Vulkan::graphics,
         .operations = {Operation::draw_2d, Operation::draw_3d, Operation::decode},
         .requests_per_second = 10'000},
        {.vram_bytes = 512 * mib,
         .compute_percent = 50,
         .vulkan = Vulkan::graphics_and_compute,
         .operations =
             {Operation::draw_2d,
              Operation::draw_3d,
              Operation::decode,
              Operation::encode,
              Operation::compute},
         .requests_per_second = 50'000},
        {.vram_bytes = 1024 * mib,
         .compute_percent = 80,
         .vulkan = Vulkan::full,
         .operations =
             {Operation::draw_2d,
              Operation::draw_3d,
              Operation::decode,
              Operation::encode,
              Operation::compute},
         .requests_per_second = 200'000},
        {.vram_bytes = 2048 * mib,
         .compute_percent = 100,
         .vulkan = Vulkan::full,
         .operations =
             {Operation::draw_2d,
              Operation::draw_3d,
              Operation::decode,
              Operation::encode,
              Operation::compute,
              Operation::passthrough},
         .requests_per_second = std::nullopt},
    }};
};

/// What both grant.
[[nodiscard]] constexpr Allowance lesser(const Allowance& a, const Allowance& b) {
    const auto fewer = [](const auto& one, const auto& other) {
        return !one || (other && *other < *one) ? other : one;
    };
    return {
        .vram_bytes = a.vram_bytes < b.vram_bytes ? a.vram_bytes : b.vram_bytes,
        .compute_percent =
            a.compute_percent < b.compute_percent ? a.compute_percent : b.compute_percent,
        .vulkan = a.vulkan < b.vulkan ? a.vulkan : b.vulkan,
        .operations = a.operations & b.operations,
        .requests_per_second = fewer(a.requests_per_second, b.requests_per_second),
    };
}

/// Whether @p a grants nothing that @p b does not.
[[nodiscard]] constexpr bool within(const Allowance& a, const Allowance& b) {
    return lesser(a, b) == a;
}

} // namespace exwm_vr::policy
