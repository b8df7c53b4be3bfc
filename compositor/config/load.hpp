// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "config/config.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace exwm_vr::config {

/// What holds without a file; usable without Emacs.
[[nodiscard]] Config default_config();

/// Reads the file's text over default_config(). The error has one line for each problem, such as
/// "exwm-vr.yaml:12:7: keyboard.repeat_rate: expected a whole number from 0 to 1000 per second,
/// got "fast"". @p file_name is for these lines only. Text is at most 1 MiB of UTF-8.
[[nodiscard]] Result<Config> parse(std::string_view yaml, std::string_view file_name);

/// parse() of a regular file (or a link to one).
[[nodiscard]] Result<Config> load(const std::filesystem::path& path);

/// A commented file with every key, which parse() reads back to the same value, provided that
/// @p config keeps to the ranges that its members document and its bindings stand in the order
/// that parse() gives.
[[nodiscard]] std::string dump(const Config& config);

} // namespace exwm_vr::config
