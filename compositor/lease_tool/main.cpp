// SPDX-License-Identifier: MIT
// exwm-vr-lease: gets a headset's display from the compositor for a program that drives it.
#include "base/table.hpp"
#include "ctl/terminal.hpp"
#include "lease_tool/arguments.hpp"
#include "lease_tool/list_offers.hpp"
#include "lease_tool/obtain.hpp"
#include "lease_tool/run_command.hpp"
#include "lease_tool/show_pattern.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using namespace exwm_vr;
using namespace exwm_vr::lease_tool;

ctl::Outcome<int> run(const Arguments& arguments) {
    auto connection = ctl::Connection::open(arguments.display, ctl::Deadline::after(ctl::patience));
    if (!connection) {
        return std::unexpected(connection.error());
    }
    Devices devices(**connection);
    if (arguments.task == Arguments::Task::list) {
        const auto offers = find_offers(**connection, devices, arguments);
        if (!offers) {
            return std::unexpected(offers.error());
        }
        print_to(stdout, "{}", list_offers(*offers, arguments.json, ctl::wants_colour()));
        return 0;
    }
    if (arguments.watch) {
        return watch_command(**connection, devices, arguments);
    }
    const auto obtained = obtain(**connection, devices, arguments);
    if (!obtained) {
        return std::unexpected(obtained.error());
    }
    if (arguments.task == Arguments::Task::command) {
        return run_command(**connection, *obtained->lease, arguments);
    }
    return show_pattern(**connection, *obtained, arguments).transform([] { return 0; });
}

} // namespace

int main(int argc, char** argv) {
    try {
        std::signal(SIGPIPE, SIG_IGN); // a compositor that hangs up is a failure to report
        const auto arguments = parse_arguments(argc, argv);
        if (!arguments) {
            const auto& exit = arguments.error();
            print_to(exit.to_stderr ? stderr : stdout, "{}", exit.text);
            return exit.status;
        }
        const auto status = run(*arguments);
        if (!status) {
            print_to(stderr, "exwm-vr-lease: {}\n", printable(status.error().message));
            return status.error().exit_status();
        }
        return *status;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "exwm-vr-lease: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
