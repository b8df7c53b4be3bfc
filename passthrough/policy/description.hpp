// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings/key.hpp"
#include "passthrough/policy/guest.hpp"

#include <optional>
#include <string>
#include <vector>

/// What a guests file says, before levels and rules are applied to it.
namespace exwm_vr::policy {

constexpr int highest_mb = 1 << 24; ///< 16 TiB
constexpr int highest_request_rate = 1'000'000'000;

/// What a level is to grant instead of its default.
struct LevelDescription {
    std::optional<int> vram_limit_mb; ///< MiB, also in a guest
    std::optional<int> compute_percent;
    std::optional<Vulkan> vulkan;
    std::vector<Operation> operations; ///< empty: as it is
    std::optional<int> requests_per_second;

    friend bool operator==(const LevelDescription&, const LevelDescription&) = default;
};

struct LevelsDescription {
    LevelDescription untrusted;
    LevelDescription low;
    LevelDescription medium;
    LevelDescription high;
    LevelDescription system;
};

struct GpuDescription {
    bool enabled = true;
    Access access_mode = Access::shared;
    std::optional<int> vram_limit_mb;
    int priority = 50;
    bool allow_vulkan = true;
    bool allow_compute = true;
    std::optional<int> compute_percent;
    std::optional<Vulkan> vulkan;
    std::vector<Operation> operations; ///< empty: the level's
    std::optional<int> requests_per_second;
    std::vector<std::string> devices;
};

struct GuestDescription {
    std::string name;
    Guest::Kind kind = Guest::Kind::container;
    Level level = Level::untrusted;
    GpuDescription gpu;
    bool drives_outputs = false;
    std::vector<std::string> outputs;
    std::vector<std::string> inputs;
    SeatSource seat = SeatSource::none;
    bool uinput = false;
    std::vector<std::string> serials;
    Network network = Network::none;
    std::string image;
    std::vector<std::string> command;
    std::optional<int> memory_mb; ///< MiB
    std::optional<int> cpus;
};

struct GuestsDescription {
    LevelsDescription levels;
    std::vector<GuestDescription> guests;
};

/// The table that reads a file, and that its manual is written from.
[[nodiscard]] const settings::Keys<GuestsDescription>& guest_keys();

} // namespace exwm_vr::policy
