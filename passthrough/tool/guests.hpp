// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/policy/guests_file.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace exwm_vr::gpu_tool {

/// Adds --guests FILE, whose argument is the result. It is for all commands that name guests.
std::shared_ptr<std::string> add_guests_option(CLI::App& command);

/// What @p file describes, or without a name the user's own files.
[[nodiscard]] Result<policy::Guests> read_guests(const std::string& file);

/// The one of that name, or an error that says which was probably meant.
[[nodiscard]] Result<policy::Guest>
find_guest(const policy::Guests& guests, const std::string& name);

[[nodiscard]] nlohmann::json json_of(const policy::Allowance& allowance);
[[nodiscard]] nlohmann::json json_of(const policy::Guest& guest);

} // namespace exwm_vr::gpu_tool
