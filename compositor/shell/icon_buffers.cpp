// SPDX-License-Identifier: MIT
#include "shell/icon_buffers.hpp"

#include "base/log.hpp"
#include "image/icon_choice.hpp"
#include "image/shm_format.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace exwm_vr::shell {
namespace {

/// The numbers of two formats that wl_shm has from before it took those of DRM.
std::uint32_t shm_format(std::uint32_t drm_format) {
    switch (drm_format) {
    case DRM_FORMAT_ARGB8888:
        return WL_SHM_FORMAT_ARGB8888;
    case DRM_FORMAT_XRGB8888:
        return WL_SHM_FORMAT_XRGB8888;
    default:
        return drm_format;
    }
}

/// The memory of a buffer while it is read; wlroots sees to it that a client who takes it away
/// meanwhile does no harm.
class Reading {
public:
    explicit Reading(wlr_buffer& buffer)
        : buffer_(buffer)
        , begun_(wlr_buffer_begin_data_ptr_access(
              &buffer, WLR_BUFFER_DATA_PTR_ACCESS_READ, &data_, &format_, &stride_
          )) {}

    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    ~Reading() {
        if (begun_) {
            wlr_buffer_end_data_ptr_access(&buffer_);
        }
    }

    [[nodiscard]] Result<Image> image() const {
        if (!begun_) {
            return fail("its memory is out of reach");
        }
        const std::span bytes(
            static_cast<const std::byte*>(data_), stride_ * static_cast<std::size_t>(buffer_.height)
        );
        return read_shm(
            bytes, shm_format(format_), {buffer_.width, buffer_.height}, static_cast<int>(stride_)
        );
    }

private:
    wlr_buffer& buffer_;
    void* data_ = nullptr;
    std::uint32_t format_ = 0;
    std::size_t stride_ = 0;
    bool begun_;
};

} // namespace

std::vector<Image> read_buffers(const wlr_xdg_toplevel_icon_v1& icon) {
    std::vector<const wlr_xdg_toplevel_icon_v1_buffer*> buffers;
    const wlr_xdg_toplevel_icon_v1_buffer* each = nullptr;
    wl_list_for_each(each, &icon.buffers, link) {
        buffers.push_back(each);
    }
    // Of two with the same pixels the one for the lower scale is drawn for that size.
    std::ranges::stable_sort(buffers, {}, &wlr_xdg_toplevel_icon_v1_buffer::scale);
    std::vector<Size> sizes;
    sizes.reserve(buffers.size());
    for (const auto* buffer : buffers) {
        sizes.push_back({buffer->buffer->width, buffer->buffer->height});
    }
    std::vector<Image> pictures;
    for (const std::size_t index : usable_icons(sizes)) {
        auto image = Reading(*buffers[index]->buffer).image();
        if (image) {
            pictures.push_back(std::move(*image));
        } else {
            log::debug("a buffer of an icon: {}", image.error().message);
        }
    }
    return pictures;
}

} // namespace exwm_vr::shell
