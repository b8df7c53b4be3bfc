// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/policy/level.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::policy {

/// How a guest gets at a GPU, as the founding document has it: none, drawing by the CPU, a device
/// that is shared (a render node, or virtio-gpu), or a GPU of its own.
enum class Access : std::uint8_t { none, software, shared, passthrough };

/// Where input and the right to drive outputs come from.
enum class SeatSource : std::uint8_t {
    none,
    socket,  ///< the host's seatd: it opens the nodes and hands them over
    devices, ///< the nodes themselves
};

/// What of the network a guest reaches.
enum class Network : std::uint8_t {
    none, ///< nothing, the host neither
    own,  ///< what the host reaches, by an interface of its own
    host, ///< the host's own interfaces: a container only
};

/// A virtual machine, a container that the compositor runs in, or a container for applications,
/// as its user describes it.
struct Guest {
    enum class Kind : std::uint8_t { virtual_machine, container, application };

    std::string name; ///< letters, digits, '-', '_' and '.'; begins with a letter or digit
    Kind kind = Kind::container;
    Level level = Level::untrusted;
    Access access = Access::shared;
    Allowance allowance;           ///< the level's, as far as the description changes nothing
    unsigned priority = 50;        ///< 0 to 100, among guests
    bool limits_requests = false;  ///< its description does itself, not only its level
    std::vector<std::string> gpus; ///< by node, bus or driver as gpu::Wish has it; empty: by rule

    // What the compositor in it needs.
    bool drives_outputs = false;      ///< it needs a card, not only a render node
    std::vector<std::string> outputs; ///< of a seat of its own: "DP-1"; empty: all of its cards
    std::vector<std::string> inputs;  ///< nodes below /dev/input, for a seat of its own
    SeatSource seat = SeatSource::none;
    bool uinput = false;              ///< makes input devices
    std::vector<std::string> serials; ///< serial devices such as a board for brain signals

    // What it is run as.
    Network network = Network::none;
    std::string image;                ///< of the container, or the machine's disk
    std::vector<std::string> command; ///< empty: the image's own
    std::optional<std::uint64_t> memory_bytes;
    std::optional<unsigned> cpus;

    std::vector<std::string> notes; ///< what its description asks for and does not get
};

} // namespace exwm_vr::policy
