// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace exwm_vr::shell {

/// Text of an X11 property as UTF-8: old programs write Latin-1. Null is empty.
[[nodiscard]] std::string x11_text(const char* text);

} // namespace exwm_vr::shell
