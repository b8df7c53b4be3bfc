// SPDX-License-Identifier: MIT
// events, raw, status, reload, spawn, exit: the compositor itself.
#include "ctl/commands/command_line.hpp"
#include "ctl/sexp_json.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::ctl {

namespace {

struct EventsArguments {
    long count = 0; ///< 0: without end
    milliseconds timeout{};
};

void print_value(Context& context, const ipc::Value& value) {
    context.print_line(context.json() ? json_text(to_json(value), 0) : on_one_line(value));
}

Outcome<void> print_events(Context& context, const EventsArguments& arguments) {
    const Deadline deadline = arguments.timeout > milliseconds::zero()
                                  ? Deadline::after(arguments.timeout)
                                  : Deadline::never();
    const auto client = context.open_events(deadline);
    if (!client) {
        return std::unexpected(client.error());
    }
    for (long printed = 0; arguments.count == 0 || printed < arguments.count; ++printed) {
        const auto event = (*client)->next_event(deadline);
        if (!event) {
            return std::unexpected(event.error());
        }
        print_value(context, *event);
        if (!context.out()) {
            return {}; // whoever read it is gone
        }
    }
    return {};
}

Outcome<void> send_raw(Context& context, const std::string& text) {
    const auto message = ipc::parse(text);
    if (!message) {
        return usage_failure("not an s-expression: {}", message.error().message);
    }
    if (plist_get(*message, "type") == nullptr) {
        return usage_failure("a message is a list with a :type, e.g. '(:type :ping)'");
    }
    auto client = context.ipc();
    if (!client) {
        return std::unexpected(client.error());
    }
    const auto reply = (*client)->exchange(*message);
    if (!reply) {
        return std::unexpected(reply.error());
    }
    print_value(context, *reply);
    const ipc::Value* const status = plist_get(*reply, "status");
    const auto* const word = status == nullptr ? nullptr : status->get_if<ipc::Keyword>();
    if (word != nullptr && word->name == "error") {
        return fail("exwm-vr answered with an error");
    }
    return {};
}

Outcome<void> spawn(Context& context, const std::string& command) {
    ipc::Plist fields;
    fields.set("command", command);
    const auto reply = context.request("spawn", std::move(fields));
    if (!reply) {
        return std::unexpected(reply.error());
    }
    if (const ipc::Value* const pid = plist_get(*reply, "pid")) {
        const auto* const number = pid->get_if<std::int64_t>();
        context.json() && number != nullptr ? context.print_object({{"pid", *number}})
                                            : context.print_line(on_one_line(*pid));
    }
    return {};
}

Outcome<void> print_status(Context& context) {
    const auto reply = context.request("status");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto text = [&](std::string_view key) {
        const auto* const value = plist_get(*reply, key);
        const auto* const words = value == nullptr ? nullptr : value->get_if<std::string>();
        return words == nullptr ? std::string() : *words;
    };
    const auto error = text("config-error");
    if (context.json()) {
        const auto value = error.empty() ? nlohmann::json() : nlohmann::json(error);
        context.print(nlohmann::json{{"summary", text("summary")}, {"config_error", value}});
        return {};
    }
    context.print_line(text("summary"));
    context.print_line(
        error.empty() ? "The configuration is in force." : "The configuration has errors: " + error
    );
    return {};
}

CommandLine::Action simple_request(const std::string& type) {
    return [type](Context& context) {
        const auto reply = context.request(type);
        return reply ? Outcome<void>() : std::unexpected(reply.error());
    };
}

} // namespace

void add_compositor_commands(CommandLine& line) {
    const auto arguments = std::make_shared<EventsArguments>();
    CLI::App& events =
        line.add("events", "Print events as they come, a line each", [arguments](Context& context) {
            return print_events(context, *arguments);
        });
    events.add_option("--count", arguments->count, "Stop after so many")
        ->type_name("N")
        ->check(CLI::Range(1L, 1'000'000'000L));
    add_duration(events, "--timeout", arguments->timeout, "How long at most (default: no end)")
        ->default_str("");

    const auto message = std::make_shared<std::string>();
    CLI::App& raw = line.add(
        "raw", "Send an IPC message as it is, print the reply", [message](Context& context) {
            return send_raw(context, *message);
        }
    );
    raw.add_option("MESSAGE", *message, "e.g. '(:type :ping)'; an :id is added")->required();

    line.add("status", "Print what runs, and whether the configuration has errors", print_status);
    line.add("reload", "Read the configuration again", simple_request("config-reload"));

    const auto words = std::make_shared<std::vector<std::string>>();
    CLI::App& spawned = line.add(
        "spawn", "Start a command in the compositor, print its pid", [words](Context& context) {
            return spawn(context, CLI::detail::join(*words, " "));
        }
    );
    spawned.add_option("COMMAND", *words, "For /bin/sh -c; several words are joined by spaces")
        ->required();
    line.add("exit", "End the compositor", simple_request("exit"));
}

} // namespace exwm_vr::ctl
