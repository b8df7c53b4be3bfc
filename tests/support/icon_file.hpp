// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"
#include "support/session.hpp"

#include <string>

namespace exwm_vr::test {

/// What `exwm-vrctl icon` writes for a window to standard output, which must be a PNG file.
[[nodiscard]] Image icon_of(Session& session, std::int64_t window, int size);

/// What it says when it fails, as it must.
[[nodiscard]] std::string icon_failure(Session& session, const std::string& window);

} // namespace exwm_vr::test
