// SPDX-License-Identifier: MIT
// Feeds words to the reader of _NET_WM_ICON, which any X11 program may write.
#include "base/log.hpp"
#include "image/icon_choice.hpp"
#include "image/x11_icons.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

using namespace exwm_vr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint32_t> words(size / sizeof(std::uint32_t));
    if (!words.empty()) {
        std::memcpy(words.data(), data, words.size() * sizeof(std::uint32_t));
    }
    const auto icons = read_x11_icons(words);
    if (icons.size() > most_icons) {
        log::panic("more icons than are to be kept");
    }
    std::size_t pixels = 0;
    int last = 0;
    for (const Image& icon : icons) {
        const int measure = icon_size(icon.size());
        if (icon.size().empty() || measure > largest_icon || measure <= last) {
            log::panic("an icon of a size that it cannot have there");
        }
        last = measure;
        pixels += static_cast<std::size_t>(icon.width()) * static_cast<std::size_t>(icon.height());
        for (int y = 0; y < icon.height(); ++y) {
            for (int x = 0; x < icon.width(); ++x) {
                const Pixel pixel = icon.pixel(x, y);
                if (std::max({pixel.red, pixel.green, pixel.blue}) > pixel.alpha) {
                    log::panic("a colour that is more than its alpha");
                }
            }
        }
    }
    if (pixels > most_icon_pixels || pixels > words.size()) {
        log::panic("more pixels than there are");
    }
    return 0;
}
