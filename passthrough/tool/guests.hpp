// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"
#include "passthrough/policy/guests_file.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace exwm_vr::gpu_tool {

/// What the commands about guests are told.
struct GuestOptions {
    std::string name;
    std::string file; ///< empty: the user's own
    std::string root;
    std::string wayland_socket;
    std::string mode;
    bool strict = false;
};

/// Adds NAME and the options to @p command.
void add_guest_options(CLI::App& command, const std::shared_ptr<GuestOptions>& options);

/// The guests of the file that was named, or of the user's.
[[nodiscard]] Result<policy::Guests> read_guests(const std::string& file);

/// The plan for the guest that was named, on this machine.
[[nodiscard]] Result<launch::Plan> plan_guest(const GuestOptions& options);

} // namespace exwm_vr::gpu_tool
