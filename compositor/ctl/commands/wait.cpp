// SPDX-License-Identifier: MIT
// wait window, output, idle: so that scripts need not sleep.
#include "ctl/commands/command_line.hpp"
#include "ctl/wayland/capture_session.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/toplevels.hpp"

#include <algorithm>
#include <optional>
#include <regex>

namespace exwm_vr::ctl {

namespace {

constexpr milliseconds usual_timeout{10'000};

struct WaitWindow {
    std::string app_id;
    std::string title;
    bool gone = false;
    milliseconds timeout = usual_timeout;
};

struct WaitOutput {
    std::string name;
    bool gone = false;
    milliseconds timeout = usual_timeout;
};

struct WaitIdle {
    std::string output;
    milliseconds quiet{500};
    milliseconds timeout = usual_timeout;
};

/// An empty pattern matches anything.
Outcome<std::regex> compile(std::string_view option, const std::string& pattern) {
    try {
        return std::regex(pattern, std::regex::ECMAScript);
    } catch (const std::regex_error& error) {
        return usage_failure("{} \"{}\": {}", option, pattern, error.what());
    }
}

std::string wanted_text(const WaitWindow& wanted) {
    std::string text = "window";
    text += wanted.app_id.empty() ? "" : " with app-id /" + wanted.app_id + "/";
    text += wanted.app_id.empty() || wanted.title.empty() ? "" : " and";
    text += wanted.title.empty() ? "" : " with title /" + wanted.title + "/";
    return text;
}

Outcome<void> print_window(Context& context, const Toplevel& window) {
    const auto id = context.listed_id(window.identifier);
    if (!id) {
        return std::unexpected(id.error());
    }
    if (context.json()) {
        context.print_object({{"id", *id}, {"app_id", window.app_id}, {"title", window.title}});
    } else {
        context.print_line(printable(*id));
    }
    return {};
}

Outcome<void> wait_window(Context& context, const WaitWindow& wanted) {
    const auto app_id = compile("--app-id", wanted.app_id);
    const auto title = compile("--title", wanted.title);
    if (!app_id || !title) {
        return std::unexpected(app_id ? title.error() : app_id.error());
    }
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const Deadline deadline = Deadline::after(wanted.timeout);
    const auto toplevels = Toplevels::open(**connection, Deadline::after(patience));
    if (!toplevels) {
        return std::unexpected(toplevels.error());
    }
    const Toplevel* found = nullptr;
    const auto done = [&] {
        const auto windows = (*toplevels)->all();
        const auto match = std::ranges::find_if(windows, [&](const Toplevel* window) {
            return std::regex_search(window->app_id, *app_id) &&
                   std::regex_search(window->title, *title);
        });
        found = match == windows.end() ? nullptr : *match;
        return (found == nullptr) == wanted.gone;
    };
    if (auto waited = (*connection)->wait_until(done, deadline); !waited) {
        if (waited.error().kind != Failure::Kind::timed_out) {
            return waited;
        }
        return timed_out(
            "{} {} within {}",
            wanted.gone ? "still a" : "no",
            wanted_text(wanted),
            to_string(wanted.timeout)
        );
    }
    return found == nullptr ? Outcome<void>() : print_window(context, *found);
}

Outcome<void> wait_output(Context& context, const WaitOutput& wanted) {
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const Deadline deadline = Deadline::after(wanted.timeout);
    const auto outputs = Outputs::open(**connection, Deadline::after(patience));
    if (!outputs) {
        return std::unexpected(outputs.error());
    }
    const auto done = [&] { return ((*outputs)->find(wanted.name) == nullptr) == wanted.gone; };
    auto waited = (*connection)->wait_until(done, deadline);
    if (!waited && waited.error().kind == Failure::Kind::timed_out) {
        return timed_out(
            "output {} is {} after {}; there are: {}",
            wanted.name,
            wanted.gone ? "still on" : "not on",
            to_string(wanted.timeout),
            (*outputs)->names()
        );
    }
    return waited;
}

using Sessions = std::vector<std::unique_ptr<CaptureSession>>;

Outcome<Sessions>
watch_outputs(Connection& connection, const std::string& only, Deadline deadline) {
    const auto outputs = Outputs::open(connection, deadline);
    if (!outputs) {
        return std::unexpected(outputs.error());
    }
    Sessions sessions;
    for (const WaylandOutput* output : (*outputs)->all()) {
        if (!only.empty() && output->name != only) {
            continue;
        }
        auto session = CaptureSession::of_output(connection, *output, false);
        if (!session) {
            return std::unexpected(session.error());
        }
        if (auto asked = (*session)->ask(deadline); !asked) {
            return std::unexpected(asked.error());
        }
        sessions.push_back(std::move(*session));
    }
    if (sessions.empty()) {
        return fail(
            "there is no output {}; there are: {}",
            only.empty() ? "at all" : only,
            (*outputs)->names()
        );
    }
    return sessions;
}

/// Asks for new pictures where one has come; an output that has gone changes no more.
Outcome<void> ask_again(Sessions& sessions, Deadline deadline) {
    for (auto& session : sessions) {
        if (!session->answered()) {
            continue;
        }
        if (!session->take()) {
            session.reset();
            continue;
        }
        if (auto asked = session->ask(deadline); !asked) {
            return asked;
        }
    }
    std::erase(sessions, nullptr);
    return {};
}

/// A capture session sends its next picture when something has changed: no picture, no change.
Outcome<void> wait_idle(Context& context, const WaitIdle& wanted) {
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const Deadline deadline = Deadline::after(wanted.timeout);
    auto sessions = watch_outputs(**connection, wanted.output, deadline);
    if (!sessions) {
        return std::unexpected(sessions.error());
    }
    const auto changed = [&] {
        return std::ranges::any_of(*sessions, [](const auto& session) {
            return session->answered();
        });
    };
    while (!deadline.passed()) {
        const Deadline quiet = Deadline::after(wanted.quiet);
        auto waited = (*connection)->wait_until(changed, quiet.or_sooner(deadline));
        if (!waited && waited.error().kind != Failure::Kind::timed_out) {
            return waited;
        }
        if (!waited && quiet.passed()) {
            return {};
        }
        if (auto asked = ask_again(*sessions, deadline); !asked) {
            return asked;
        }
    }
    return timed_out(
        "the picture changed within each {} for {}",
        to_string(wanted.quiet),
        to_string(wanted.timeout)
    );
}

} // namespace

void add_wait_commands(CommandLine& line) {
    CLI::App& group = line.add_group("wait", "Wait for something: window, output, idle");

    const auto window = std::make_shared<WaitWindow>();
    CLI::App& for_window = line.add_to(
        group, "window", "Wait for a window and print its ID", [window](Context& context) {
            return wait_window(context, *window);
        }
    );
    for_window.add_option("--app-id", window->app_id, "Regular expression that its app-id matches")
        ->type_name("RE");
    for_window.add_option("--title", window->title, "Regular expression that its title matches")
        ->type_name("RE");
    for_window.add_flag("--gone", window->gone, "Wait until there is none such");
    add_duration(for_window, "--timeout", window->timeout, "How long at most");

    const auto output = std::make_shared<WaitOutput>();
    CLI::App& for_output =
        line.add_to(group, "output", "Wait for an output to be on", [output](Context& context) {
            return wait_output(context, *output);
        });
    for_output.add_option("NAME", output->name, "Name of the output")->required();
    for_output.add_flag("--gone", output->gone, "Wait until it is off or gone");
    add_duration(for_output, "--timeout", output->timeout, "How long at most");

    const auto idle = std::make_shared<WaitIdle>();
    CLI::App& for_idle = line.add_to(
        group, "idle", "Wait until the picture stops changing", [idle](Context& context) {
            return wait_idle(context, *idle);
        }
    );
    for_idle.add_option("--output", idle->output, "On this output (default: on all)")
        ->type_name("NAME");
    add_duration(for_idle, "--for", idle->quiet, "How long it must have been still");
    add_duration(for_idle, "--timeout", idle->timeout, "How long at most");
}

} // namespace exwm_vr::ctl
