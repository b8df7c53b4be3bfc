// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace exwm_vr {

template <auto Destroy>
struct Calls {
    template <typename T>
    void operator()(T* object) const noexcept {
        Destroy(object); // NOLINT(cppcoreguidelines-owning-memory): called by its owner
    }
};

/// Owns an object of a C library, which Destroy frees.
template <typename T, auto Destroy>
using Owned = std::unique_ptr<T, Calls<Destroy>>;

} // namespace exwm_vr
