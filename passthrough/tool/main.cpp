// SPDX-License-Identifier: MIT
#include "passthrough/tool/command_line.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string_view>

namespace {

bool wants_colour() {
    const char* const refused = std::getenv("NO_COLOR");
    const char* const terminal = std::getenv("TERM");
    return (refused == nullptr || *refused == '\0') && isatty(STDOUT_FILENO) == 1 &&
           terminal != nullptr && std::string_view(terminal) != "dumb";
}

} // namespace

int main(int argc, char** argv) {
    try {
        std::signal(SIGPIPE, SIG_IGN); // a reader that hangs up is a failure to report
        const auto line = exwm_vr::gpu_tool::make_command_line();
        return line->run({argv + 1, argv + argc}, std::cout, std::cerr, wants_colour());
    } catch (const std::exception& error) {
        std::cerr << "exwm-vr-gpu: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
