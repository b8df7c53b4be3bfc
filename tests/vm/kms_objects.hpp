// SPDX-License-Identifier: MIT
#pragma once

#include <xf86drm.h>
#include <xf86drmMode.h>

#include <memory>

/// What libdrm gives, freed as it asks for.
namespace exwm_vr::test {

template <auto Free>
struct Calls {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

template <typename T, auto Free>
using Owned = std::unique_ptr<T, Calls<Free>>;

using Resources = Owned<drmModeRes, drmModeFreeResources>;
using Connector = Owned<drmModeConnector, drmModeFreeConnector>;
using Encoder = Owned<drmModeEncoder, drmModeFreeEncoder>;
using Crtc = Owned<drmModeCrtc, drmModeFreeCrtc>;
using Planes = Owned<drmModePlaneRes, drmModeFreePlaneResources>;
using Plane = Owned<drmModePlane, drmModeFreePlane>;
using Lessees = Owned<drmModeLesseeListRes, drmFree>;
using Properties = Owned<drmModeObjectProperties, drmModeFreeObjectProperties>;
using Property = Owned<drmModePropertyRes, drmModeFreeProperty>;
using Blob = Owned<drmModePropertyBlobRes, drmModeFreePropertyBlob>;

} // namespace exwm_vr::test
