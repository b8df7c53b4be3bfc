// SPDX-License-Identifier: MIT
#pragma once

#include "client_window.hpp"

#include <drm_fourcc.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include <fcntl.h>
#include <linux-dmabuf-v1-client-protocol.h>

namespace exwm_vr::test {

inline Fd open_device(const char* path) {
    Fd device(open(path, O_RDWR | O_CLOEXEC));
    if (!device) {
        give_up(std::string("cannot open ") + path);
    }
    return device;
}

/// Of one colour, 0xRRGGBB, in @p card's own memory, where it is until the process ends. @p size:
/// px.
inline wl_buffer*
make_dmabuf(ctl::Connection& connection, int card, Size size, std::uint32_t colour) {
    const auto width = static_cast<std::uint32_t>(size.width);
    const auto height = static_cast<std::uint32_t>(size.height);
    std::uint32_t handle = 0;
    std::uint32_t stride = 0;
    std::uint64_t bytes = 0;
    std::uint64_t offset = 0;
    if (drmModeCreateDumbBuffer(card, width, height, 32, 0, &handle, &stride, &bytes) != 0 ||
        drmModeMapDumbBuffer(card, handle, &offset) != 0) {
        give_up("the card makes no buffers");
    }
    auto* const memory =
        mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, card, static_cast<off_t>(offset));
    int raw = -1;
    if (memory == MAP_FAILED || drmPrimeHandleToFD(card, handle, DRM_CLOEXEC, &raw) != 0) {
        give_up("a buffer cannot be written or shared");
    }
    std::ranges::fill(std::span(static_cast<std::uint32_t*>(memory), bytes / 4), colour);
    const Fd dmabuf(raw);
    auto* const params = zwp_linux_dmabuf_v1_create_params(
        bind<zwp_linux_dmabuf_v1>(connection, zwp_linux_dmabuf_v1_interface, 3)
    );
    constexpr auto modifier = DRM_FORMAT_MOD_INVALID;
    zwp_linux_buffer_params_v1_add(
        params,
        dmabuf.get(),
        0,
        0,
        stride,
        static_cast<std::uint32_t>(modifier >> 32U),
        static_cast<std::uint32_t>(modifier & UINT32_MAX)
    );
    return zwp_linux_buffer_params_v1_create_immed(
        params, size.width, size.height, DRM_FORMAT_XRGB8888, 0
    );
}

} // namespace exwm_vr::test
