// SPDX-License-Identifier: MIT
// client-socket: a socket for the programs of one container, which the compositor knows by it.
#include "ctl/commands/command_line.hpp"
#include "ctl/signals.hpp"
#include "ctl/wayland/context_socket.hpp"
#include "ctl/wayland/wait.hpp"
#include "passthrough/policy/guests_file.hpp"
#include "passthrough/policy/words.hpp"

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
    std::string level; ///< empty: as guests.yaml says
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

/// What @p asked comes to for a guest or another program.
Result<policy::Level> level_for(const std::string& name, const std::string& asked) {
    const auto folder =
        policy::guests_folder([](const char* variable) { return std::getenv(variable); });
    const Result<policy::Guests> guests =
        folder.empty() ? policy::Guests{} : policy::load_all_guests(folder);
    if (!guests) {
        return std::unexpected(guests.error()); // it may be one that is meant to have little
    }
    const auto* guest = guests->find(name);
    const auto level = policy::from_string<policy::Level>(asked).value_or(
        guest != nullptr ? guest->level : policy::Level::untrusted
    );
    if (guest != nullptr && level > guest->level) {
        return fail(
            "guest {} is described with level {}, and gets no socket of level {}",
            name,
            policy::to_string(guest->level),
            policy::to_string(level)
        );
    }
    return level;
}

Outcome<void> run(Context& context, const Options& options) {
    Signals signals;
    const auto given = level_for(options.name, options.level);
    if (!given) {
        return std::unexpected(given.error());
    }
    const std::string level(policy::to_string(*given));
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
        {.engine = std::string(engine), .app_id = options.name, .instance_id = level}
    );
    if (!socket) {
        return std::unexpected(socket.error());
    }
    if (context.json()) {
        context.print_object({{"path", socket->path().string()}, {"level", level}});
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
    command
        .add_option(
            "--level", options->level, "How far they are trusted; by default as guests.yaml says"
        )
        ->check(CLI::IsMember({"untrusted", "low", "medium", "high", "system"}));
}

} // namespace exwm_vr::ctl
