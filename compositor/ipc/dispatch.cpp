// SPDX-License-Identifier: MIT
#include "ipc/dispatch.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "ipc/framing.hpp"
#include "ipc/utf8.hpp"

#include <vector>

namespace exwm_vr::ipc {
namespace {

constexpr std::size_t max_reason_bytes = 1024;

Plist envelope(std::string_view type, std::int64_t id) {
    Plist plist;
    plist.set("type", Keyword{std::string(type)}).set("id", id);
    return plist;
}

/// v1's hello is answered by a hello, everything else by a response.
std::string ok_reply(std::string_view type, std::int64_t id, Plist fields) {
    Plist plist = envelope(type == "hello" ? "hello" : "response", id);
    plist.set("status", Keyword{"ok"}).append(std::move(fields));
    return print(plist.take());
}

Outcome malformed(const Error& why) {
    return {error_reply(0, "malformed s-expression: " + why.message), true};
}

} // namespace

std::string error_reply(std::int64_t id, std::string_view reason) {
    Plist plist = envelope("response", id);
    plist.set("status", Keyword{"error"}).set("reason", utf8::clipped(reason, max_reason_bytes));
    return print(plist.take());
}

std::span<const Handler> all_handlers() {
    static const std::vector<Handler> all = [] {
        std::vector<Handler> handlers;
        for (const auto group :
             {handlers::core(),
              handlers::windows(),
              handlers::icons(),
              handlers::placement(),
              handlers::workspaces(),
              handlers::layout(),
              handlers::keys(),
              handlers::headless(),
              handlers::outputs(),
              handlers::inputs(),
              handlers::clients(),
              handlers::leases(),
              handlers::vr_display(),
              handlers::gpus(),
              handlers::system()}) {
            handlers.insert(handlers.end(), group.begin(), group.end());
        }
        return handlers;
    }();
    return all;
}

Dispatcher::Dispatcher(Desktop& desktop)
    : desktop_(desktop) {
    for (const Handler& handler : all_handlers()) {
        handlers_.emplace(handler.type, handler.run);
    }
}

Outcome Dispatcher::handle(Session& session, std::string_view payload, const Moment& moment) {
    ++session.messages;
    const bool admitted = session.rate.admit(moment.now_ms);
    const auto value = parse(payload);
    if (!value) {
        return malformed(value.error());
    }
    // hello decides about leniency; until then, and for hello itself, the reader is lenient.
    const auto request = Fields::of(*value, session.lenient());
    if (!request) {
        return malformed(request.error());
    }
    const auto id = request->integer_if("id", INT64_MIN, INT64_MAX);
    if (!id) {
        return {error_reply(0, id.error().message)};
    }
    const std::int64_t number = id->value_or(0);
    if (!admitted) {
        return {error_reply(number, "rate limit exceeded")};
    }
    const auto type = request->text_if("type");
    if (!type) {
        return {error_reply(number, type.error().message)};
    }
    if (!*type) {
        return {error_reply(number, "missing :type field")};
    }
    if (!session.greeted() && **type != "hello") {
        return {error_reply(number, "hello handshake required")};
    }
    const auto handler = handlers_.find(**type);
    if (handler == handlers_.end()) {
        return {
            error_reply(number, formatted("unknown message type: {}", utf8::clipped(**type, 100)))
        };
    }
    Call call{desktop_, session, *request, moment};
    auto fields = handler->second(call);
    if (!fields) {
        log::debug("IPC client {}: {}: {}", session.id, **type, fields.error().message);
        return {error_reply(number, fields.error().message)};
    }
    std::string reply = ok_reply(**type, number, std::move(*fields));
    if (reply.size() > max_message_bytes) {
        return {error_reply(number, "the reply is too large")};
    }
    return {std::move(reply), false, call.after_reply};
}

} // namespace exwm_vr::ipc
