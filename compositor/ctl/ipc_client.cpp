// SPDX-License-Identifier: MIT
#include "ctl/ipc_client.hpp"

#include "base/format.hpp"
#include "ipc/fields.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace exwm_vr::ctl {

namespace {

Result<Fd> connect_to(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& name = path.native();
    if (name.size() >= sizeof(address.sun_path)) {
        return fail("the socket path {} is too long", name);
    }
    name.copy(address.sun_path, name.size());
    Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) {
        return fail("socket: {}", std::strerror(errno));
    }
    if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        const int reason = errno;
        const bool nobody = reason == ENOENT || reason == ECONNREFUSED;
        return fail(
            "cannot connect to exwm-vr's socket {}: {}{}",
            name,
            std::strerror(reason),
            nobody ? " (is exwm-vr running? --socket names another)" : ""
        );
    }
    return socket;
}

ipc::Value message_of(std::string_view type, ipc::Plist fields, std::int64_t id) {
    ipc::Plist message;
    message.set("type", ipc::Keyword{std::string(type)}).append(std::move(fields)).set("id", id);
    return message.take();
}

bool is_word(const ipc::Value* value, std::string_view word) {
    return value != nullptr && ipc::text_of(*value, false) == word;
}

bool has_id(const ipc::Value& message, std::int64_t id) {
    const ipc::Value* const value = plist_get(message, "id");
    const auto* const number = value == nullptr ? nullptr : value->get_if<std::int64_t>();
    return number != nullptr && *number == id;
}

/// The error in a reply, if it is one.
std::optional<Error> error_in(const ipc::Value& reply) {
    if (!is_word(plist_get(reply, "status"), "error")) {
        return std::nullopt;
    }
    const ipc::Value* const reason = plist_get(reply, "reason");
    const auto text = reason == nullptr ? std::nullopt : ipc::text_of(*reason, true);
    return Error{text.value_or("exwm-vr refused, without a reason")};
}

} // namespace

const ipc::Value* plist_get(const ipc::Value& plist, std::string_view key) {
    const auto* const list = plist.get_if<ipc::List>();
    if (list == nullptr) {
        return nullptr;
    }
    for (std::size_t i = 0; i + 1 < list->items.size(); i += 2) {
        const auto* const keyword = list->items[i].get_if<ipc::Keyword>();
        if (keyword != nullptr && keyword->name == key) {
            const ipc::Value& value = list->items[i + 1];
            return value.is_nil() ? nullptr : &value;
        }
    }
    return nullptr;
}

std::filesystem::path IpcClient::default_path() {
    const char* const given = std::getenv("EXWM_VR_IPC");
    if (given != nullptr && *given != '\0') {
        return given;
    }
    const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime != nullptr && *runtime == '/') {
        return std::filesystem::path(runtime) / "ewwm-ipc.sock";
    }
    return formatted("/tmp/ewwm-{}/ewwm-ipc.sock", getuid());
}

Outcome<std::unique_ptr<IpcClient>>
IpcClient::open(const std::filesystem::path& path, Events events, Deadline deadline) {
    auto socket = connect_to(path);
    if (!socket) {
        return std::unexpected(socket.error());
    }
    std::unique_ptr<IpcClient> client(new IpcClient(std::move(*socket)));
    ipc::Plist hello;
    hello.set("version", 2).set("client", "exwm-vrctl").set("events", events == Events::all);
    auto greeting = client->request("hello", std::move(hello), deadline);
    if (!greeting) {
        Failure failure = std::move(greeting.error());
        failure.message = formatted("{}: {}", path.native(), failure.message);
        return std::unexpected(std::move(failure));
    }
    client->greeting_ = std::move(*greeting);
    return client;
}

IpcClient::IpcClient(Fd socket)
    : socket_(std::move(socket)) {}

Outcome<ipc::Value>
IpcClient::request(std::string_view type, ipc::Plist fields, Deadline deadline) {
    const std::int64_t id = ++last_id_;
    if (auto sent = send(message_of(type, std::move(fields), id), deadline); !sent) {
        return std::unexpected(sent.error());
    }
    auto reply = reply_to(id, deadline);
    if (reply) {
        if (auto error = error_in(*reply)) {
            return std::unexpected(std::move(*error));
        }
    }
    return reply;
}

Outcome<ipc::Value> IpcClient::exchange(const ipc::Value& message, Deadline deadline) {
    const ipc::Value* const given = plist_get(message, "id");
    const auto* const number = given == nullptr ? nullptr : given->get_if<std::int64_t>();
    const std::int64_t id = number == nullptr ? ++last_id_ : *number;
    ipc::List complete;
    if (const auto* const list = message.get_if<ipc::List>()) {
        complete = *list;
    }
    if (given == nullptr) {
        complete.items.emplace_back(ipc::Keyword{"id"});
        complete.items.emplace_back(id);
    }
    if (auto sent = send(std::move(complete), deadline); !sent) {
        return std::unexpected(sent.error());
    }
    return reply_to(id, deadline);
}

Outcome<ipc::Value> IpcClient::next_event(Deadline deadline) {
    while (events_.empty()) {
        auto message = receive(deadline);
        if (!message) {
            return message;
        }
        if (is_word(plist_get(*message, "type"), "event")) {
            return message;
        }
    }
    ipc::Value event = std::move(events_.front());
    events_.pop_front();
    return event;
}

Outcome<ipc::Value> IpcClient::reply_to(std::int64_t id, Deadline deadline) {
    while (true) {
        auto message = receive(deadline);
        if (!message) {
            return message;
        }
        if (is_word(plist_get(*message, "type"), "event")) {
            events_.push_back(std::move(*message)); // their :id is a window's
        } else if (has_id(*message, id)) {
            return message;
        } else if (const auto error = error_in(*message); error && has_id(*message, 0)) {
            return std::unexpected(*error); // the server could not tell what it answers
        }
    }
}

Outcome<void> IpcClient::send(const ipc::Value& message, Deadline deadline) {
    const std::string payload = ipc::print(message);
    if (payload.size() > ipc::max_message_bytes) {
        return fail("a message of {} bytes is too long", payload.size());
    }
    const std::string frame = ipc::framed(payload);
    std::string_view rest = frame;
    while (!rest.empty()) {
        const ssize_t count =
            ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            if (auto ready = wait_for(POLLOUT, deadline); !ready) {
                return ready;
            }
        } else if (errno != EINTR) {
            return fail("exwm-vr closed the connection: {}", std::strerror(errno));
        }
    }
    return {};
}

Outcome<ipc::Value> IpcClient::receive(Deadline deadline) {
    std::array<char, 65536> buffer{};
    while (true) {
        const auto payload = reader_.next();
        if (!payload) {
            return std::unexpected(payload.error());
        }
        if (*payload) {
            auto message = ipc::parse(**payload);
            if (!message) {
                return fail("exwm-vr sent what is no message: {}", message.error().message);
            }
            return std::move(*message);
        }
        if (auto ready = wait_for(POLLIN, deadline); !ready) {
            return std::unexpected(ready.error());
        }
        const ssize_t count = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count == 0) {
            return fail("exwm-vr closed the connection");
        }
        if (count > 0) {
            reader_.append({buffer.data(), static_cast<std::size_t>(count)});
        } else if (errno != EAGAIN && errno != EINTR) {
            return fail("the connection to exwm-vr was lost: {}", std::strerror(errno));
        }
    }
}

Outcome<void> IpcClient::wait_for(short events, Deadline deadline) const {
    pollfd waiting{.fd = socket_.get(), .events = events, .revents = 0};
    while (true) {
        const int ready = poll(&waiting, 1, deadline.poll_timeout());
        if (ready > 0) {
            return {};
        }
        if (ready == 0) {
            return timed_out("exwm-vr sent nothing in time");
        }
        if (errno != EINTR) {
            return fail("poll: {}", std::strerror(errno));
        }
    }
}

} // namespace exwm_vr::ctl
