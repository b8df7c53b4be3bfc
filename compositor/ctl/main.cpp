// SPDX-License-Identifier: MIT
#include "ctl/commands/command_line.hpp"
#include "ctl/terminal.hpp"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    try {
        std::signal(SIGPIPE, SIG_IGN); // a compositor that hangs up is a failure to report
        return exwm_vr::ctl::run_command_line(
            {argv + 1, argv + argc}, std::cout, std::cerr, exwm_vr::ctl::wants_colour()
        );
    } catch (const std::exception& error) {
        std::cerr << "exwm-vrctl: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
