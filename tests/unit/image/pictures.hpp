// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace exwm_vr {

/// A picture of opaque pixels from rows of letters: each letter is a blue value, '.' transparent.
inline Image letters(std::initializer_list<std::string_view> rows) {
    Image image({static_cast<int>(rows.begin()->size()), static_cast<int>(rows.size())});
    int y = 0;
    for (const std::string_view row : rows) {
        for (std::size_t x = 0; x < row.size(); ++x) {
            const auto letter = static_cast<std::uint32_t>(row[x]);
            image.row(y)[x] = row[x] == '.' ? 0 : 0xff000000U | letter;
        }
        ++y;
    }
    return image;
}

/// And back; '?' for pixels that letters() does not make.
inline std::string letters_of(const Image& image) {
    std::string text;
    for (int y = 0; y < image.height(); ++y) {
        for (const std::uint32_t value : std::as_const(image).row(y)) {
            const auto letter = static_cast<char>(value & 0xff);
            const bool known = value == 0 || value == (0xff000000U | (value & 0x7f));
            text += !known ? '?' : value == 0 ? '.' : letter;
        }
        text += '\n';
    }
    return text;
}

} // namespace exwm_vr
