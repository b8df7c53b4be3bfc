// SPDX-License-Identifier: MIT
// Read once for all commands: CLI11 and the standard library take most of their compile time.
#include "base/pch.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
