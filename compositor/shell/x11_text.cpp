// SPDX-License-Identifier: MIT
#include "shell/x11_text.hpp"

#include "config/text.hpp"

namespace exwm_vr::shell {

std::string x11_text(const char* text) {
    if (text == nullptr) {
        return {};
    }
    std::string result = text;
    if (config::valid_utf8(result)) {
        return result;
    }
    std::string converted;
    for (const char byte : result) {
        converted += config::to_utf8(static_cast<unsigned char>(byte));
    }
    return converted;
}

} // namespace exwm_vr::shell
