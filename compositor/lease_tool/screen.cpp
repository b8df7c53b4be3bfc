// SPDX-License-Identifier: MIT
#include "lease_tool/screen.hpp"

#include <drm_fourcc.h>
#include <xf86drm.h>

#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace exwm_vr::lease_tool {

namespace {

const std::function<void(Flip)>* flip_handler = nullptr; // libdrm hands through one a flip only

void on_flip(
    int /*fd*/, unsigned sequence, unsigned seconds, unsigned microseconds, void* /*data*/
) {
    (*flip_handler)({
        .sequence = sequence,
        .at = std::chrono::seconds(seconds) + std::chrono::microseconds(microseconds),
    });
}

} // namespace

Mode describe(const drmModeModeInfo& mode) {
    double refresh = 0;
    if (mode.htotal != 0 && mode.vtotal != 0) {
        const auto pixels = static_cast<double>(mode.htotal) * mode.vtotal;
        refresh = mode.clock * 1000.0 / pixels; // from kHz
    }
    if ((mode.flags & DRM_MODE_FLAG_INTERLACE) != 0) {
        refresh *= 2;
    }
    if ((mode.flags & DRM_MODE_FLAG_DBLSCAN) != 0) {
        refresh /= 2;
    }
    return {.size = {mode.hdisplay, mode.vdisplay}, .refresh = refresh};
}

std::string to_string(const Mode& mode) {
    return formatted("{}x{} at {:.2f} Hz", mode.size.width, mode.size.height, mode.refresh);
}

std::optional<drmModeModeInfo> preferred_mode(int drm, std::uint32_t connector) {
    // What the kernel knows already: to ask the display anew is its owner's business.
    const Owned<drmModeConnector, drmModeFreeConnector> state(
        drmModeGetConnectorCurrent(drm, connector)
    );
    if (!state || state->count_modes <= 0) {
        return std::nullopt;
    }
    const std::span modes(state->modes, static_cast<std::size_t>(state->count_modes));
    for (const auto& mode : modes) {
        if ((mode.type & DRM_MODE_TYPE_PREFERRED) != 0) {
            return mode;
        }
    }
    return modes.front();
}

Result<std::unique_ptr<Buffer>> Buffer::make(int drm, Size size) {
    constexpr std::uint32_t bits = 32;
    std::unique_ptr<Buffer> buffer(new Buffer(drm));
    const auto width = static_cast<std::uint32_t>(size.width);
    const auto height = static_cast<std::uint32_t>(size.height);
    std::uint32_t pitch = 0; // bytes
    if (drmModeCreateDumbBuffer(
            drm, width, height, bits, 0, &buffer->handle_, &pitch, &buffer->bytes_
        ) != 0) {
        return fail("no memory for a picture: {}", std::strerror(errno));
    }
    const std::array<std::uint32_t, 4> handles{buffer->handle_};
    const std::array<std::uint32_t, 4> pitches{pitch};
    const std::array<std::uint32_t, 4> offsets{};
    if (drmModeAddFB2(
            drm,
            width,
            height,
            DRM_FORMAT_XRGB8888,
            handles.data(),
            pitches.data(),
            offsets.data(),
            &buffer->framebuffer_,
            0
        ) != 0) {
        return fail("the display takes no such picture: {}", std::strerror(errno));
    }
    std::uint64_t offset = 0;
    if (drmModeMapDumbBuffer(drm, buffer->handle_, &offset) != 0) {
        return fail("the picture cannot be mapped: {}", std::strerror(errno));
    }
    void* const pixels = mmap(
        nullptr, buffer->bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, drm, static_cast<off_t>(offset)
    );
    if (pixels == MAP_FAILED) {
        return fail("the picture cannot be mapped: {}", std::strerror(errno));
    }
    buffer->canvas_ = {
        .pixels = {static_cast<std::uint32_t*>(pixels), buffer->bytes_ / sizeof(std::uint32_t)},
        .size = size,
        .stride = static_cast<int>(pitch / sizeof(std::uint32_t)),
    };
    return buffer;
}

Buffer::~Buffer() {
    // Where the lease is over these fail, and the kernel has freed all of it.
    if (!canvas_.pixels.empty()) {
        munmap(canvas_.pixels.data(), bytes_);
    }
    if (framebuffer_ != 0) {
        drmModeRmFB(drm_, framebuffer_);
    }
    if (handle_ != 0) {
        drmModeDestroyDumbBuffer(drm_, handle_);
    }
}

Result<Screen> Screen::open(int drm) {
    const Owned<drmModeRes, drmModeFreeResources> resources(drmModeGetResources(drm));
    if (!resources) {
        return fail("the lease cannot be looked at: {}", std::strerror(errno));
    }
    if (resources->count_connectors < 1 || resources->count_crtcs < 1) {
        return fail("the lease has no display, or nothing to drive it with");
    }
    Screen screen;
    screen.drm_ = drm;
    screen.connector_ = *resources->connectors;
    screen.crtc_ = *resources->crtcs;
    const auto mode = preferred_mode(drm, screen.connector_);
    if (!mode) {
        return fail("the display has no mode");
    }
    screen.mode_ = *mode;
    return screen;
}

Result<std::unique_ptr<Buffer>> Screen::make_buffer() const {
    return Buffer::make(drm_, describe(mode_).size);
}

Result<void> Screen::show(const Buffer& buffer) const {
    std::uint32_t connector = connector_;
    drmModeModeInfo mode = mode_;
    if (drmModeSetCrtc(drm_, crtc_, buffer.framebuffer(), 0, 0, &connector, 1, &mode) != 0) {
        return fail(
            "the display cannot be turned on, {}: {}",
            to_string(describe(mode)),
            std::strerror(errno)
        );
    }
    return {};
}

Result<void> Screen::flip(const Buffer& buffer) const {
    if (drmModePageFlip(drm_, crtc_, buffer.framebuffer(), DRM_MODE_PAGE_FLIP_EVENT, nullptr) !=
        0) {
        return fail("the display takes no picture any more: {}", std::strerror(errno));
    }
    return {};
}

void Screen::read_flips(const std::function<void(Flip)>& flipped) const {
    drmEventContext events{};
    events.version = 2;
    events.page_flip_handler = on_flip;
    flip_handler = &flipped;
    drmHandleEvent(drm_, &events);
    flip_handler = nullptr;
}

} // namespace exwm_vr::lease_tool
