// SPDX-License-Identifier: MIT
#include "wlr/log.hpp"

#include "base/log.hpp"
#include "wlr/wlr.hpp"

#include <array>
#include <string_view>

namespace exwm_vr {
namespace {

void forward(wlr_log_importance importance, const char* format, va_list arguments) {
    // An X11 window may be gone before the X server hears what it is to do with it: no fault.
    const std::string_view said(format);
    const bool harmless =
        said.contains("xcb error: ") || said.contains("Failed to get window property");
    const auto level = importance == WLR_ERROR && !harmless ? log::Level::warn : log::Level::debug;
    if (level > log::level()) {
        return;
    }
    std::array<char, 1024> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    log::write(level, std::string("wlroots: ") + text.data());
}

} // namespace

void forward_wlroots_log() {
    // For its debug lines about X11 wlroots asks the X server and waits for the answer.
    wlr_log_init(log::level() >= log::Level::debug ? WLR_DEBUG : WLR_ERROR, forward);
}

} // namespace exwm_vr
