// SPDX-License-Identifier: MIT
#pragma once

#include "base/owned.hpp"

namespace exwm_vr::test {

/// Owns a client's Wayland object; Destroy is its interface's generated destructor.
template <typename T, auto Destroy>
using Object = Owned<T, Destroy>;

} // namespace exwm_vr::test
