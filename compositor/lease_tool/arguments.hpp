// SPDX-License-Identifier: MIT
#pragma once

#include "config/cli.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::lease_tool {

/// What the command line of exwm-vr-lease asks for.
struct Arguments {
    enum class Task : std::uint8_t { list, pattern, command };

    Task task = Task::command;
    bool json = false;
    std::string display;   ///< Wayland's; empty: the environment's
    std::string connector; ///< empty: whichever is offered
    bool wait = false;     ///< for a headset that is not offered yet
    std::optional<std::chrono::milliseconds> wait_limit;
    std::optional<std::chrono::milliseconds> show_limit; ///< of the test picture
    std::optional<std::uint64_t> frame_limit;            ///< the same in flips
    bool watch = false;                                  ///< the command takes its lease itself
    bool leave_running = false;       ///< the command is not ended when the lease is
    std::vector<std::string> command; ///< not empty for Task::command

    friend bool operator==(const Arguments&, const Arguments&) = default;
};

/// Reads the arguments of main(). Wrong usage, --help and --version give an exit.
[[nodiscard]] std::expected<Arguments, config::CliExit>
parse_arguments(int argc, const char* const* argv);

} // namespace exwm_vr::lease_tool
