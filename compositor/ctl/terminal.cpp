// SPDX-License-Identifier: MIT
#include "ctl/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace exwm_vr::ctl {

bool wants_colour() {
    const char* const refused = std::getenv("NO_COLOR");
    const char* const terminal = std::getenv("TERM");
    return (refused == nullptr || *refused == '\0') && isatty(STDOUT_FILENO) == 1 &&
           terminal != nullptr && std::string_view(terminal) != "dumb";
}

} // namespace exwm_vr::ctl
