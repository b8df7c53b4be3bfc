// SPDX-License-Identifier: MIT
#include "ctl/wayland/wlr_screencopy.hpp"

#include "ctl/wayland/shm_buffer.hpp"

#include <wayland-client.h>

#include <wlr-screencopy-unstable-v1-client-protocol.h>

#include <cstdint>

namespace exwm_vr::ctl {

namespace {

using FrameProxy = zwlr_screencopy_frame_v1;

struct Frame {
    Proxy<FrameProxy> proxy;
    std::uint32_t format = 0;
    Size size;
    int stride = 0;
    bool described = false;
    bool bottom_up = false;
    bool ready = false;
    bool failed = false;
};

Frame& frame_of(void* data) {
    return *static_cast<Frame*>(data);
}

constexpr zwlr_screencopy_frame_v1_listener frame_listener{
    .buffer =
        [](void* data,
           FrameProxy* proxy,
           std::uint32_t format,
           std::uint32_t width,
           std::uint32_t height,
           std::uint32_t stride) {
            Frame& frame = frame_of(data);
            frame.format = format;
            frame.size = {static_cast<int>(width), static_cast<int>(height)};
            frame.stride = static_cast<int>(stride);
            frame.described = zwlr_screencopy_frame_v1_get_version(proxy) <
                              ZWLR_SCREENCOPY_FRAME_V1_BUFFER_DONE_SINCE_VERSION;
        },
    .flags =
        [](void* data, FrameProxy*, std::uint32_t flags) {
            frame_of(data).bottom_up = (flags & ZWLR_SCREENCOPY_FRAME_V1_FLAGS_Y_INVERT) != 0;
        },
    .ready = [](
                 void* data, FrameProxy*, std::uint32_t, std::uint32_t, std::uint32_t
             ) { frame_of(data).ready = true; },
    .failed = [](void* data, FrameProxy*) { frame_of(data).failed = true; },
    .damage = [](void*, FrameProxy*, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t) {},
    .linux_dmabuf = [](void*, FrameProxy*, std::uint32_t, std::uint32_t, std::uint32_t) {},
    .buffer_done = [](void* data, FrameProxy*) { frame_of(data).described = true; },
};

} // namespace

Outcome<Image> capture_by_wlr_screencopy(
    Connection& connection, const WaylandOutput& output, bool cursor, Deadline deadline
) {
    const auto shm = connection.bind<wl_shm>(1);
    if (!shm) {
        return std::unexpected(shm.error());
    }
    const auto manager = connection.bind<zwlr_screencopy_manager_v1>(3);
    if (!manager) {
        return std::unexpected(manager.error());
    }
    Frame frame;
    frame.proxy.reset(zwlr_screencopy_manager_v1_capture_output(
        manager->get(), cursor ? 1 : 0, output.proxy.get()
    ));
    zwlr_screencopy_frame_v1_add_listener(frame.proxy.get(), &frame_listener, &frame);
    auto waited =
        connection.wait_until([&frame] { return frame.described || frame.failed; }, deadline);
    if (!waited) {
        return std::unexpected(waited.error());
    }
    if (frame.failed) {
        return fail("the compositor cannot take a picture of this output");
    }
    const auto buffer = ShmBuffer::create(shm->get(), frame.format, frame.size, frame.stride);
    if (!buffer) {
        return std::unexpected(buffer.error());
    }
    zwlr_screencopy_frame_v1_copy(frame.proxy.get(), buffer->get());
    waited = connection.wait_until([&frame] { return frame.ready || frame.failed; }, deadline);
    if (!waited) {
        return std::unexpected(waited.error());
    }
    if (frame.failed) {
        return fail("the compositor failed to take the picture");
    }
    auto image = buffer->read();
    if (!image) {
        return std::unexpected(image.error());
    }
    return upright(frame.bottom_up ? flip_rows(*image) : *image, output.transform);
}

} // namespace exwm_vr::ctl
