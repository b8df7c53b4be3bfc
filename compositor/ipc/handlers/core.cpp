// SPDX-License-Identifier: MIT
// Handshake, liveness, and what a peer may ask about its own connection.
#include "ipc/handlers/handlers.hpp"
#include "ipc/utf8.hpp"

#include <chrono>

namespace exwm_vr::ipc::handlers {
namespace {

/// t (or a missing value) is all events, nil none, a list just those.
Result<EventSet> event_set(const Call& call) {
    if (!call.request.has("events")) {
        return EventSet().set();
    }
    const Value* wanted = call.request.find("events");
    if (wanted == nullptr) {
        return EventSet();
    }
    const auto* symbol = wanted->get_if<Symbol>();
    if (symbol != nullptr && symbol->name == "t") {
        return EventSet().set();
    }
    const auto* list = wanted->get_if<List>();
    if (list == nullptr || list->dotted) {
        return fail("invalid :events (t, nil or a list of names expected)");
    }
    EventSet set;
    for (const Value& item : list->items) {
        const auto name = text_of(item, false);
        const auto type = name ? event_from_name(*name) : std::nullopt;
        if (!type) {
            return fail("invalid :events (no event {})", utf8::clipped(print(item), 100));
        }
        set.set(index_of(*type));
    }
    return set;
}

Result<Plist> hello(Call& call) {
    const auto version = call.request.integer_if("version", INT32_MIN, INT32_MAX);
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version && **version != 1 && **version != 2) {
        return fail("unsupported protocol version: {}", **version);
    }
    const auto client = call.request.text_if("client");
    if (!client) {
        return std::unexpected(client.error());
    }
    const auto events = event_set(call);
    if (!events) {
        return std::unexpected(events.error());
    }
    Session& session = call.session;
    session.version = static_cast<int>(version->value_or(1));
    session.client = utf8::clipped(client->value_or(""), 100);
    session.events = *events;

    const Features features = call.desktop.features();
    Plist plist;
    plist.set("version", session.version)
        .set("server", "exwm-vr")
        .set("server-version", EXWM_VR_VERSION)
        .set("features", Plist().set("xwayland", features.xwayland).set("vr", features.vr).take())
        .set("peer-pid", session.peer.pid)
        .set("client-id", session.id);
    return plist;
}

Result<Plist> ping(Call& call) {
    using namespace std::chrono;
    const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    const Value* sent = call.request.find("timestamp");
    Plist plist;
    plist.set("client-timestamp", sent == nullptr ? Value() : *sent).set("server-timestamp", now);
    return plist;
}

Result<Plist> subscribe(Call& call) {
    const auto events = event_set(call);
    if (!events) {
        return std::unexpected(events.error());
    }
    call.session.events = *events;
    std::vector<Value> names;
    for (std::size_t i = 0; i < event_types; ++i) {
        if (call.session.wants(static_cast<EventType>(i))) {
            names.emplace_back(Keyword{std::string(event_names.at(i))});
        }
    }
    return Plist().set("events", List{std::move(names)});
}

Result<Plist> list_messages(Call&) {
    std::vector<Value> messages;
    for (const Handler& handler : all_handlers()) {
        messages.emplace_back(Keyword{std::string(handler.type)});
    }
    std::vector<Value> events;
    events.reserve(std::size(event_names));
    for (const std::string_view name : event_names) {
        events.emplace_back(Keyword{std::string(name)});
    }
    Plist plist;
    plist.set("messages", List{std::move(messages)}).set("events", List{std::move(events)});
    return plist;
}

Result<Plist> client_info(Call& call) {
    const Session& session = call.session;
    Plist plist;
    plist.set("client-id", session.id)
        .set("client", session.client)
        .set("version", session.version)
        .set("pid", session.peer.pid)
        .set("messages", session.messages)
        .set("rate-limit", session.rate.per_second())
        .set("grabs", session.grabs.size())
        .set("pending-bytes", call.moment.pending_bytes)
        .set("events-dropped", session.events_dropped)
        .set("clients", call.moment.clients);
    return plist;
}

Result<Plist> rate_limit(Call& call) {
    const auto limit = call.request.integer_if("limit", 1, max_rate_limit);
    if (!limit) {
        return std::unexpected(limit.error());
    }
    if (*limit) {
        call.session.rate.set(static_cast<int>(**limit));
    }
    return Plist().set("limit", call.session.rate.per_second());
}

constexpr std::array table{
    Handler{"hello", hello},
    Handler{"ping", ping},
    Handler{"subscribe", subscribe},
    Handler{"list-messages", list_messages},
    Handler{"ipc-client-info", client_info},
    Handler{"ipc-rate-limit", rate_limit},
};

} // namespace

std::span<const Handler> core() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
