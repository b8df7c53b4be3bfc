// SPDX-License-Identifier: MIT
// What the kernel does to pictures on their way to a monitor, for root to read and to change behind
// a compositor's back.
//
//   kernel-crtc CARD        a line for each CRTC: its number, 1 or 0 for whether frames come when
//                           they are ready (VRR), then "none", or how many colours its ramps have
//                           and the brightest red, green and blue of them (0 to 65535)
//   kernel-crtc CARD cool   takes the card, whose compositor is to be away, and sets ramps without
//                           red on all CRTCs
#include "base/fd.hpp"
#include "base/format.hpp"
#include "kms_objects.hpp"

#include <fcntl.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace exwm_vr;
using namespace exwm_vr::test;

namespace {

/// A property of a CRTC; 0 where it has none of that name.
std::uint64_t value_of(int card, std::uint32_t crtc, std::string_view name) {
    const Properties all(drmModeObjectGetProperties(card, crtc, DRM_MODE_OBJECT_CRTC));
    for (std::uint32_t i = 0; all && i < all->count_props; ++i) {
        const Property property(drmModeGetProperty(card, all->props[i]));
        if (property && std::string_view(property->name) == name) {
            return all->prop_values[i];
        }
    }
    return 0;
}

std::string ramps_of(int card, std::uint32_t crtc) {
    const auto number = static_cast<std::uint32_t>(value_of(card, crtc, "GAMMA_LUT"));
    const Blob blob(number != 0 ? drmModeGetPropertyBlob(card, number) : nullptr);
    if (!blob || blob->length < sizeof(drm_color_lut)) {
        return "none";
    }
    const std::span ramps(
        static_cast<const drm_color_lut*>(blob->data), blob->length / sizeof(drm_color_lut)
    );
    const auto& last = ramps.back();
    return formatted("{} {} {} {}", ramps.size(), last.red, last.green, last.blue);
}

bool cool(int card, std::uint32_t number) {
    const Crtc crtc(drmModeGetCrtc(card, number));
    if (!crtc || crtc->gamma_size < 2) {
        return false;
    }
    const auto size = static_cast<std::uint32_t>(crtc->gamma_size);
    const std::vector<std::uint16_t> none(size);
    std::vector<std::uint16_t> straight(size);
    for (std::uint32_t i = 0; i < size; ++i) {
        straight[i] = static_cast<std::uint16_t>(i * UINT16_MAX / (size - 1));
    }
    return drmModeCrtcSetGamma(card, number, size, none.data(), straight.data(), straight.data()) ==
           0;
}

} // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 2) {
        return 2;
    }
    const Fd card(open(arguments[1], O_RDWR | O_CLOEXEC));
    const Resources resources(card ? drmModeGetResources(card.get()) : nullptr);
    if (!resources) {
        return 1;
    }
    const bool changes = arguments.size() > 2;
    if (changes && drmIsMaster(card.get()) == 0 && drmSetMaster(card.get()) != 0) {
        return 1;
    }
    for (const auto crtc :
         std::span(resources->crtcs, static_cast<std::size_t>(resources->count_crtcs))) {
        if (changes && !cool(card.get(), crtc)) {
            return 1;
        }
        const auto varied = value_of(card.get(), crtc, "VRR_ENABLED");
        print_to(stdout, "{} {} {}\n", crtc, varied, ramps_of(card.get(), crtc));
    }
    return 0;
}
