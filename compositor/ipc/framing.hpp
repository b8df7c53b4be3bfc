// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::ipc {

/// Of a payload, in either direction.
constexpr std::size_t max_message_bytes = std::size_t{1} << 20;

/// The payload behind its length in four bytes, most significant first. At most
/// max_message_bytes.
[[nodiscard]] std::string framed(std::string_view payload);

/// Cuts a stream of bytes into payloads, in pieces of any size.
///
/// Holds no more than what has arrived: a length that is only announced reserves nothing.
class FrameReader {
public:
    void append(std::string_view bytes);

    /// The next whole payload, nothing when more bytes are needed, or an error as soon as a
    /// length above max_message_bytes is seen. After an error the stream cannot be read on.
    [[nodiscard]] Result<std::optional<std::string>> next();

    /// Bytes of a frame that is not whole yet.
    [[nodiscard]] std::size_t pending() const { return buffer_.size() - start_; }

private:
    std::string buffer_;
    std::size_t start_ = 0; ///< of what has not been given out
};

} // namespace exwm_vr::ipc
