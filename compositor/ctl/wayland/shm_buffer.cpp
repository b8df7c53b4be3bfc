// SPDX-License-Identifier: MIT
#include "ctl/wayland/shm_buffer.hpp"

#include "base/fd.hpp"
#include "image/shm_format.hpp"

#include <wayland-client.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace exwm_vr::ctl {

Result<ShmBuffer> ShmBuffer::create(wl_shm* shm, std::uint32_t format, Size size, int stride) {
    const auto least = shm_stride(format, size.width);
    if (!least || size.height <= 0) {
        return fail("no buffer of {}x{} in format 0x{:08x}", size.width, size.height, format);
    }
    stride = stride == 0 ? *least : stride;
    const std::size_t bytes = static_cast<std::size_t>(stride) * size.height;
    // wl_shm counts pools and offsets in signed 32 bits.
    if (stride < *least || bytes > std::numeric_limits<std::int32_t>::max()) {
        return fail("no buffer of {}x{}, {} bytes a row", size.width, size.height, stride);
    }
    const Fd file(memfd_create("exwm-vrctl-picture", MFD_CLOEXEC));
    if (!file || ftruncate(file.get(), static_cast<off_t>(bytes)) != 0) {
        return fail("no shared memory of {} bytes: {}", bytes, std::strerror(errno));
    }
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (memory == MAP_FAILED) {
        return fail("cannot map {} bytes of shared memory: {}", bytes, std::strerror(errno));
    }
    ShmBuffer buffer;
    buffer.memory_ = {static_cast<std::byte*>(memory), bytes};
    buffer.format_ = format;
    buffer.size_ = size;
    buffer.stride_ = stride;
    const Proxy<wl_shm_pool> pool(
        wl_shm_create_pool(shm, file.get(), static_cast<std::int32_t>(bytes))
    );
    buffer.buffer_.reset(
        wl_shm_pool_create_buffer(pool.get(), 0, size.width, size.height, stride, format)
    );
    return buffer;
}

ShmBuffer::ShmBuffer(ShmBuffer&& other) noexcept {
    *this = std::move(other);
}

ShmBuffer& ShmBuffer::operator=(ShmBuffer&& other) noexcept {
    std::swap(buffer_, other.buffer_);
    std::swap(memory_, other.memory_);
    std::swap(format_, other.format_);
    std::swap(size_, other.size_);
    std::swap(stride_, other.stride_);
    return *this;
}

ShmBuffer::~ShmBuffer() {
    if (!memory_.empty()) {
        munmap(memory_.data(), memory_.size());
    }
}

Result<Image> ShmBuffer::read() const {
    return read_shm(memory_, format_, size_, stride_);
}

} // namespace exwm_vr::ctl
