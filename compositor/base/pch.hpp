// SPDX-License-Identifier: MIT
// Read once for a room: the parts of the standard library that nearly every file uses.
#include "base/error.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
