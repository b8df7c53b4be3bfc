// SPDX-License-Identifier: MIT
// Read once for all of the core: wlroots, and the parts of the standard library that all use.
#include "wlr/wlr.hpp"

#include <algorithm>
#include <expected>
#include <format>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
