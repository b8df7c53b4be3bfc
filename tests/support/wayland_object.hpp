// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/wayland/connection.hpp"
#include "support/object.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <wayland-client-core.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>

namespace exwm_vr::test {

/// Binds a global, which must be there, at its version or @p newest if that is lower.
template <typename T, auto Destroy>
void bind_global(
    ctl::Connection& connection,
    std::unique_ptr<T, Calls<Destroy>>& object,
    const wl_interface& interface,
    std::uint32_t newest = std::numeric_limits<std::uint32_t>::max()
) {
    const auto* global = connection.find_global(interface.name);
    INFO(interface.name);
    REQUIRE(global != nullptr);
    auto limited = *global;
    limited.version =
        std::min({global->version, static_cast<std::uint32_t>(interface.version), newest});
    object.reset(reinterpret_cast<T*>(connection.bind_untyped(limited, interface).release()));
}

} // namespace exwm_vr::test
