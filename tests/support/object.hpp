// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace exwm_vr::test {

template <auto Destroy>
struct Calls {
    template <typename T>
    void operator()(T* object) const noexcept {
        Destroy(object);
    }
};

/// Owns a client's Wayland object; Destroy is its interface's generated destructor.
template <typename T, auto Destroy>
using Object = std::unique_ptr<T, Calls<Destroy>>;

} // namespace exwm_vr::test
