// SPDX-License-Identifier: MIT
#include "support/x11_session.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <poll.h>

// glibc's header has no C++ guards.
extern "C" {
#include <sys/pidfd.h>
}

#include <charconv>
#include <chrono>

namespace exwm_vr::test {

X11Session::X11Session()
    : X11Session({.outputs = {"1280x720"}, .config = {}, .arguments = {"--log-level", "info"}}) {}

X11Session::X11Session(const Session::Options& options)
    : session(options) {}

std::string X11Session::display() const {
    const std::string_view said = "info X11 display ";
    const auto log = session.log();
    const auto found = log.rfind(said);
    if (found == std::string::npos) {
        return {};
    }
    const auto begin = found + said.size();
    return log.substr(begin, log.find('\n', begin) - begin);
}

std::unique_ptr<Process>
X11Session::start(std::vector<std::string> arguments, const std::string& input) {
    arguments.insert(arguments.begin(), {"env", "DISPLAY=" + display(), "GDK_BACKEND=x11"});
    return session.start(std::move(arguments), input);
}

pid_t X11Session::server_pid() const {
    // Its command line begins with its name and its display. It is no child of the compositor.
    const std::string begin = std::string("Xwayland") + '\0' + display() + '\0';
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        pid_t pid = 0;
        const auto* end = name.data() + name.size();
        if (std::from_chars(name.data(), end, pid).ptr == end &&
            read_file(entry.path() / "cmdline").starts_with(begin)) {
            return pid;
        }
    }
    return 0;
}

void wait_for_end(pid_t pid) {
    const Fd pidfd(pidfd_open(pid, 0));
    if (!pidfd) {
        return; // it has ended
    }
    pollfd waiting{.fd = pidfd.get(), .events = POLLIN, .revents = 0};
    INFO("waiting for the end of process " << pid);
    const auto limit = static_cast<int>(std::chrono::milliseconds(patience).count());
    REQUIRE(poll(&waiting, 1, limit) == 1);
}

} // namespace exwm_vr::test
