// SPDX-License-Identifier: MIT
#pragma once

#include "base/word.hpp"
#include "passthrough/policy/guest.hpp"
#include "passthrough/policy/level.hpp"
#include "passthrough/policy/limit.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

/// What levels and the rest are called, in files, on command lines and in output.
namespace exwm_vr::policy {

inline constexpr std::array<Word<Level>, level_count> level_words{{
    {"untrusted", Level::untrusted},
    {"low", Level::low},
    {"medium", Level::medium},
    {"high", Level::high},
    {"system", Level::system},
}};

inline constexpr std::array<Word<Vulkan>, 4> vulkan_words{{
    {"none", Vulkan::none},
    {"graphics", Vulkan::graphics},
    {"graphics+compute", Vulkan::graphics_and_compute},
    {"full", Vulkan::full},
}};

inline constexpr std::array<Word<Operation>, 6> operation_words{{
    {"2d", Operation::draw_2d},
    {"3d", Operation::draw_3d},
    {"decode", Operation::decode},
    {"encode", Operation::encode},
    {"compute", Operation::compute},
    {"passthrough", Operation::passthrough},
}};

/// The first of two words is the one that is printed.
inline constexpr std::array<Word<Access>, 5> access_words{{
    {"none", Access::none},
    {"software", Access::software},
    {"shared", Access::shared},
    {"virtio", Access::shared},
    {"passthrough", Access::passthrough},
}};

inline constexpr std::array<Word<Guest::Kind>, 3> kind_words{{
    {"vm", Guest::Kind::virtual_machine},
    {"container", Guest::Kind::container},
    {"application", Guest::Kind::application},
}};

inline constexpr std::array<Word<SeatSource>, 3> seat_words{{
    {"none", SeatSource::none},
    {"socket", SeatSource::socket},
    {"devices", SeatSource::devices},
}};

inline constexpr std::array<Word<Network>, 3> network_words{{
    {"none", Network::none},
    {"own", Network::own},
    {"host", Network::host},
}};

inline constexpr std::array<Word<Enforcement>, 7> enforcement_words{{
    {"hardware", Enforcement::hardware},
    {"firmware", Enforcement::firmware},
    {"kernel", Enforcement::kernel},
    {"hypervisor", Enforcement::hypervisor},
    {"device process", Enforcement::device_process},
    {"advisory", Enforcement::advisory},
    {"none", Enforcement::none},
}};

// clang-format off
constexpr const auto& words_of(Level) { return level_words; }
constexpr const auto& words_of(Vulkan) { return vulkan_words; }
constexpr const auto& words_of(Operation) { return operation_words; }
constexpr const auto& words_of(Access) { return access_words; }
constexpr const auto& words_of(Guest::Kind) { return kind_words; }
constexpr const auto& words_of(SeatSource) { return seat_words; }
constexpr const auto& words_of(Network) { return network_words; }
constexpr const auto& words_of(Enforcement) { return enforcement_words; }

// clang-format on

template <typename T>
concept Worded = requires(T value) { words_of(value); };

template <Worded T>
[[nodiscard]] constexpr std::string_view to_string(T value) {
    return word_for(words_of(value), value);
}

/// Nothing for a word that is none of them.
template <Worded T>
[[nodiscard]] constexpr std::optional<T> from_string(std::string_view text) {
    for (const auto& word : words_of(T{})) {
        if (word.text == text) {
            return word.value;
        }
    }
    return std::nullopt;
}

/// "2d, 3d"; "none" for none.
[[nodiscard]] std::string to_string(Operations operations);

/// "512 MiB", "1 GiB"; bytes that are no whole number of these stay bytes.
[[nodiscard]] std::string size_to_string(std::uint64_t bytes);

} // namespace exwm_vr::policy
