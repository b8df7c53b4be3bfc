// SPDX-License-Identifier: MIT
#include "ctl/commands/context.hpp"

#include "ctl/replies.hpp"
#include "ctl/sexp_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace exwm_vr::ctl {

namespace {

std::optional<std::int64_t> parse_id(std::string_view text) {
    std::int64_t id = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto read = std::from_chars(begin, end, id);
    const bool whole = read.ec == std::errc() && read.ptr == end;
    return whole && id > 0 ? std::optional(id) : std::nullopt;
}

} // namespace

Context::Context(const GlobalOptions& options, std::ostream& out, bool colour)
    : options_(options)
    , out_(out)
    , colour_(colour) {}

bool Context::socket_named() const {
    const char* const named = std::getenv("EXWM_VR_IPC");
    return !options_.socket.empty() || (named != nullptr && *named != '\0');
}

std::filesystem::path Context::socket_path() const {
    return options_.socket.empty() ? IpcClient::default_path()
                                   : std::filesystem::path(options_.socket);
}

Outcome<Connection*> Context::wayland() {
    if (!wayland_) {
        auto opened = Connection::open(options_.display, Deadline::after(patience));
        if (!opened) {
            return std::unexpected(opened.error());
        }
        wayland_ = std::move(*opened);
    }
    return wayland_.get();
}

Outcome<IpcClient*> Context::ipc() {
    if (!ipc_) {
        auto opened =
            IpcClient::open(socket_path(), IpcClient::Events::none, Deadline::after(patience));
        if (!opened) {
            return std::unexpected(opened.error());
        }
        ipc_ = std::move(*opened);
    }
    return ipc_.get();
}

Outcome<IpcClient*> Context::ipc_if_any() {
    std::error_code ignored;
    if (!ipc_ && !socket_named() && !std::filesystem::exists(socket_path(), ignored)) {
        return nullptr;
    }
    return ipc();
}

Outcome<std::unique_ptr<IpcClient>> Context::open_events(Deadline deadline) {
    return IpcClient::open(
        socket_path(), IpcClient::Events::all, deadline.or_sooner(Deadline::after(patience))
    );
}

Outcome<ipc::Value> Context::request(std::string_view type, ipc::Plist fields) {
    auto client = ipc();
    if (!client) {
        return std::unexpected(client.error());
    }
    return (*client)->request(type, std::move(fields));
}

Outcome<void> Context::tell(std::string_view type, ipc::Plist fields) {
    const auto reply = request(type, std::move(fields));
    return reply ? Outcome<void>() : std::unexpected(reply.error());
}

Outcome<std::string> Context::toplevel_identifier(std::string_view text) {
    const auto client = ipc_if_any();
    if (!client) {
        return std::unexpected(client.error());
    }
    // exwm-vr's identifiers are longer than any number; scripts may have them from elsewhere.
    const bool is_number = text == "focused" || parse_id(text);
    if (*client == nullptr || !is_number) {
        return std::string(text);
    }
    const auto id = window_id(text);
    if (!id) {
        return std::unexpected(id.error());
    }
    ipc::Plist fields;
    fields.set("surface-id", *id);
    const auto reply = request("surface-info", std::move(fields));
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const ipc::Value* const value = plist_get(*reply, "identifier");
    const auto* const identifier = value == nullptr ? nullptr : value->get_if<std::string>();
    return identifier == nullptr ? std::to_string(*id) : *identifier;
}

Outcome<std::string> Context::listed_id(const std::string& identifier) {
    const auto client = ipc_if_any();
    if (!client) {
        return std::unexpected(client.error());
    }
    if (*client == nullptr) {
        return identifier;
    }
    const auto reply = request("surface-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto windows = read_windows(*reply);
    if (!windows) {
        return std::unexpected(windows.error());
    }
    const auto found = std::ranges::find(*windows, identifier, &WindowInfo::identifier);
    return found == windows->end() ? identifier : std::to_string(found->id);
}

Outcome<std::int64_t> Context::window_id(std::string_view text) {
    if (text == "focused") {
        const auto reply = request("focused-surface");
        if (!reply) {
            return std::unexpected(reply.error());
        }
        const ipc::Value* const value = plist_get(*reply, "surface-id");
        const auto* const id = value == nullptr ? nullptr : value->get_if<std::int64_t>();
        if (id == nullptr) {
            return fail("no window has the focus");
        }
        return *id;
    }
    if (const auto id = parse_id(text)) {
        return *id;
    }
    return usage_failure(
        "\"{}\" is no window: expected a number from `exwm-vrctl list`, or \"focused\"", text
    );
}

void Context::print_object(std::initializer_list<Field> fields) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const auto& [name, value] : fields) {
        std::visit([&](const auto& content) { object[std::string(name)] = content; }, value);
    }
    out_ << object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n'
         << std::flush;
}

void Context::print(const Table& table) {
    out_ << table.to_string(colour_) << std::flush;
}

void Context::print(const nlohmann::json& json) {
    out_ << json_text(json, 2) << '\n' << std::flush;
}

void Context::print_line(std::string_view line) {
    out_ << line << '\n' << std::flush;
}

} // namespace exwm_vr::ctl
