// SPDX-License-Identifier: MIT
// Icons of windows, as pictures.
#include "image/icon_choice.hpp"
#include "image/png.hpp"
#include "ipc/base64.hpp"
#include "ipc/handlers/handlers.hpp"
#include "ipc/utf8.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr int usual_size = 64; ///< px

Result<Plist> icon(Call& call) {
    const auto surface = find_surface(call);
    if (!surface) {
        return std::unexpected(surface.error());
    }
    const auto wished = call.request.integer_if("size", 1, largest_icon);
    if (!wished) {
        return std::unexpected(wished.error());
    }
    if (surface->icon_sizes.empty()) {
        return surface->icon.empty() ? fail("surface {} has no icon", surface->id.value)
                                     : fail(
                                           "surface {} has no icon but the name of one: {}",
                                           surface->id.value,
                                           utf8::clipped(surface->icon, 100)
                                       );
    }
    const auto size = static_cast<int>(wished->value_or(usual_size));
    const auto picture = call.desktop.icon(surface->id, size);
    if (!picture) {
        return std::unexpected(picture.error());
    }
    const auto png = encode_png(*picture);
    if (!png) {
        return std::unexpected(png.error());
    }
    Plist plist;
    plist.set("surface-id", surface->id.value)
        .set("icon-serial", surface->icon_serial)
        .set("width", picture->width())
        .set("height", picture->height())
        .set("png", to_base64(*png));
    return plist;
}

constexpr std::array table{
    Handler{"surface-icon", icon},
};

} // namespace

std::span<const Handler> icons() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
