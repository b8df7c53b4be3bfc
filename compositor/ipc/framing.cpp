// SPDX-License-Identifier: MIT
#include "ipc/framing.hpp"

#include "base/log.hpp"

#include <cstdint>

namespace exwm_vr::ipc {
namespace {

constexpr std::size_t header_bytes = 4;

} // namespace

std::string framed(std::string_view payload) {
    if (payload.size() > max_message_bytes) {
        log::panic("an IPC message to be sent is over the limit");
    }
    const auto length = static_cast<std::uint32_t>(payload.size());
    std::string frame;
    frame.reserve(header_bytes + payload.size());
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        frame += static_cast<char>(static_cast<unsigned char>(length >> shift));
    }
    frame += payload;
    return frame;
}

void FrameReader::append(std::string_view bytes) {
    // Given-out bytes are dropped here, at most once a read, so that no byte is moved often.
    buffer_.erase(0, start_);
    start_ = 0;
    if (buffer_.empty() && buffer_.capacity() > max_message_bytes / 16) {
        buffer_.shrink_to_fit();
    }
    buffer_ += bytes;
}

Result<std::optional<std::string>> FrameReader::next() {
    const std::string_view rest = std::string_view(buffer_).substr(start_);
    if (rest.size() < header_bytes) {
        return std::nullopt;
    }
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < header_bytes; ++i) {
        length = (length << 8U) | static_cast<unsigned char>(rest[i]);
    }
    if (length > max_message_bytes) {
        return fail("message of {} bytes, the limit is {}", length, max_message_bytes);
    }
    if (rest.size() - header_bytes < length) {
        return std::nullopt;
    }
    start_ += header_bytes + length;
    return std::string(rest.substr(header_bytes, length));
}

} // namespace exwm_vr::ipc
