// SPDX-License-Identifier: MIT
#pragma once

#include <pixman.h>

#include <memory>

namespace exwm_vr {

struct PixmanUnref {
    void operator()(pixman_image_t* image) const { pixman_image_unref(image); }
};

/// Owns one reference to a pixman image.
using PixmanImage = std::unique_ptr<pixman_image_t, PixmanUnref>;

} // namespace exwm_vr
