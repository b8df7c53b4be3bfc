// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>

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

    friend bool operator==(const Allowance&, const Allowance&) = default;
};

} // namespace exwm_vr::policy
