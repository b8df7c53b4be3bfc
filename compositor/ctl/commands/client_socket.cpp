// SPDX-License-Identifier: MIT
// client-socket: a socket for the programs of one container, which the compositor knows by it.
#include "ctl/commands/command_line.hpp"
#include "ctl/signals.hpp"
#include "ctl/wayland/context_socket.hpp"
#include "ctl/wayland/wait.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <system_error>

namespace exwm_vr::ctl {

namespace {

constexpr std::size_t longest_name = 60;
constexpr std::string_view engine = "exwm-vr"; // as rules of the config call it

struct Options {
    std::string name;
    std::string level = "untrusted";
};

/// Empty when it can be the name of a file and of an application.
std::string complaint(const std::string& name) {
    const auto usable = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    if (name.empty() || name.size() > longest_name || name.front() == '.' || name.front() == '-' ||
        !std::ranges::all_of(name, usable)) {
        return "'" + name + "' is no name: up to 60 letters, digits, '-', '_' and '.'";
    }
    return {};
}

Result<std::filesystem::path> folder() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime == nullptr || *runtime != '/') {
        return fail("XDG_RUNTIME_DIR is not set");
    }
    auto path = std::filesystem::path(runtime) / "exwm-vr" / "clients";
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (!error) {
        std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    }
    if (error) {
        return fail("{}: {}", path.string(), error.message());
    }
    return path;
}

Outcome<void> run(Context& context, const Options& options) {
    Signals signals;
    const auto compositor = context.wayland();
    if (!compositor) {
        return std::unexpected(compositor.error());
    }
    const auto place = folder();
    if (!place) {
        return std::unexpected(place.error());
    }
    const auto socket = ContextSocket::make(
        **compositor,
        *place / options.name,
        {.engine = std::string(engine), .app_id = options.name, .instance_id = options.level}
    );
    if (!socket) {
        return std::unexpected(socket.error());
    }
    if (context.json()) {
        context.print_object({{"path", socket->path().string()}, {"level", options.level}});
    } else {
        context.print_line(socket->path().string());
    }
    while (!signals.take()) {
        std::array<pollfd, 1> others{{{.fd = signals.fd(), .events = POLLIN, .revents = 0}}};
        if (auto waited = wait_for_any(**compositor, others, Deadline::never()); !waited) {
            return waited;
        }
    }
    return {};
}

} // namespace

void add_client_socket_command(CommandLine& line) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = line.add(
        "client-socket",
        "Make a Wayland socket for sandboxed programs, until interrupted",
        [options](Context& context) { return run(context, *options); }
    );
    command.add_option("NAME", options->name, "What the compositor calls its programs")
        ->required()
        ->check(complaint);
    command.add_option("--level", options->level, "How far they are trusted")
        ->check(CLI::IsMember({"untrusted", "low", "medium", "high", "system"}))
        ->capture_default_str();
}

} // namespace exwm_vr::ctl
