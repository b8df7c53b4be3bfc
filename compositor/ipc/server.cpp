// SPDX-License-Identifier: MIT
#include "ipc/server.hpp"

#include "base/log.hpp"
#include "ipc/server_impl.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <ranges>
#include <utility>

namespace exwm_vr::ipc {
namespace {

constexpr int accepts_a_turn = 16;
constexpr int accept_again_ms = 1000;

config::Ipc clamped(config::Ipc limits) {
    limits.max_clients = std::clamp(limits.max_clients, 1, 1024);
    limits.max_messages_per_second = std::clamp(limits.max_messages_per_second, 1, max_rate_limit);
    return limits;
}

/// Says why and hangs up. The few bytes fit into any new socket's buffer.
void refuse(const Fd& socket, std::string_view why) {
    log::warn("IPC connection refused: {}", why);
    const std::string frame = framed(error_reply(0, why));
    // Nobody to tell when this fails: the connection ends either way.
    [[maybe_unused]] const ssize_t sent =
        send(socket.get(), frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

} // namespace

Environment system_environment() {
    using namespace std::chrono;
    return {
        [] {
            const auto now = steady_clock::now().time_since_epoch();
            return static_cast<std::uint64_t>(duration_cast<milliseconds>(now).count());
        },
        peer_credentials,
    };
}

Result<std::filesystem::path> default_socket_path() {
    return socket_path(std::getenv("XDG_RUNTIME_DIR"), "/tmp");
}

Server::Impl::Impl(
    wl_event_loop* loop, Desktop& target, const config::Ipc& limits, Environment environment
)
    : desktop(target)
    , loop_(loop)
    , environment_(std::move(environment))
    , dispatcher_(target)
    , limits_(clamped(limits)) {}

Server::Impl::~Impl() = default;

Result<void> Server::Impl::listen(const std::filesystem::path& path) {
    if (listening_) {
        return fail("{}: listening already, at {}", path.native(), listening_->path().native());
    }
    auto socket = ListeningSocket::open(path);
    if (!socket) {
        return std::unexpected(socket.error());
    }
    EventSource source(
        wl_event_loop_add_fd(loop_, socket->fd(), WL_EVENT_READABLE, on_connection, this)
    );
    EventSource timer(wl_event_loop_add_timer(loop_, on_accept_again, this));
    if (!source || !timer) {
        return fail("{}: the event loop takes no more sources", path.native());
    }
    listening_.emplace(std::move(*socket));
    listening_source_ = std::move(source);
    accept_again_ = std::move(timer);
    log::info("IPC socket {}", path.native());
    return {};
}

const std::filesystem::path& Server::Impl::path() const {
    static const std::filesystem::path none;
    return listening_ ? listening_->path() : none;
}

int Server::Impl::on_connection(int /*fd*/, std::uint32_t /*mask*/, void* data) noexcept {
    static_cast<Impl*>(data)->accept_all();
    return 0;
}

int Server::Impl::on_accept_again(void* data) noexcept {
    auto& server = *static_cast<Impl*>(data);
    wl_event_source_fd_update(server.listening_source_.get(), WL_EVENT_READABLE);
    return 0;
}

void Server::Impl::accept_all() {
    for (int i = 0; i < accepts_a_turn; ++i) {
        Fd socket(accept4(listening_->fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (socket) {
            add_client(std::move(socket));
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            // The connection stays in the backlog: without a pause the loop would spin on it.
            log::warn("IPC: a connection waits: {}", std::generic_category().message(errno));
            wl_event_source_fd_update(listening_source_.get(), 0);
            wl_event_source_timer_update(accept_again_.get(), accept_again_ms);
        }
        if (errno != EINTR && errno != ECONNABORTED) {
            return;
        }
    }
}

void Server::Impl::add_client(Fd socket) {
    const auto credentials = environment_.credentials(socket.get());
    if (!credentials) {
        refuse(socket, "authentication failed: " + credentials.error().message);
        return;
    }
    if (credentials->uid != getuid()) {
        refuse(socket, "authentication failed: UID mismatch");
        return;
    }
    if (client_count() >= static_cast<std::size_t>(limits_.max_clients)) {
        refuse(socket, "too many clients");
        return;
    }
    Session session(*credentials, limits_.max_messages_per_second);
    session.id = ++connections_;
    auto peer = std::make_unique<Peer>(
        loop_,
        std::move(socket),
        std::move(session),
        *this,
        environment_.patience_ms,
        environment_.now_ms
    );
    if (peer->gone()) {
        return;
    }
    log::debug("{}: connected", peer->description());
    peers_.push_back(std::move(peer));
}

std::size_t Server::Impl::client_count() const {
    const auto count = std::ranges::count_if(peers_, [](const auto& p) { return !p->gone(); });
    return static_cast<std::size_t>(count);
}

void Server::Impl::set_limits(const config::Ipc& limits) {
    const int before = limits_.max_messages_per_second;
    limits_ = clamped(limits);
    for (const auto& peer : peers_) {
        // Whoever has set a limit of its own keeps it.
        if (peer->session.rate.per_second() == before) {
            peer->session.rate.set(limits_.max_messages_per_second);
        }
    }
}

void Server::Impl::on_message(Peer& peer, std::string_view payload) {
    const Moment moment{environment_.now_ms(), client_count(), peer.pending_bytes()};
    const Outcome outcome = dispatcher_.handle(peer.session, payload, moment);
    peer.send_reply(outcome.reply);
    if (outcome.close) {
        log::warn("{}: closed: it does not speak the protocol", peer.description());
        peer.finish();
    }
    if (outcome.after_reply != nullptr) {
        outcome.after_reply(desktop);
    }
}

void Server::Impl::on_gone(Peer& /*peer*/) {
    if (!reap_) {
        reap_.reset(wl_event_loop_add_idle(loop_, on_idle, this));
    }
}

void Server::Impl::on_idle(void* data) noexcept {
    auto& server = *static_cast<Impl*>(data);
    // The loop removes an idle source itself once it has run.
    [[maybe_unused]] const auto* done = server.reap_.release();
    std::erase_if(server.peers_, [](const auto& peer) { return peer->gone(); });
}

/// By index: what is told may make peers come, and the vector move.
template <typename Tell>
void Server::Impl::each_peer(Tell tell) {
    for (std::size_t i = 0; i < peers_.size(); ++i) {
        if (!peers_[i]->gone()) {
            tell(*peers_[i]);
        }
    }
}

void Server::Impl::broadcast(EventType type, const FieldsFor& fields) {
    each_peer([&](Peer& peer) {
        if (!peer.session.wants(type)) {
            return;
        }
        if (auto plist = fields(peer.session)) {
            peer.send_event(event_message(type, std::move(*plist)));
        }
    });
}

void Server::Impl::broadcast_surface(EventType type, WindowId id, const FieldsFor& fields) {
    const auto entry = window_pids.find(id);
    const pid_t pid = entry == window_pids.end() ? 0 : entry->second;
    broadcast(type, [&](const Session& reader) {
        return reader.hides(pid) ? std::nullopt : fields(reader);
    });
}

bool Server::Impl::handle_key(const config::KeyPress& press, std::uint32_t time_ms) {
    bool grabbed = false;
    each_peer([&](Peer& peer) {
        const auto& grabs = peer.session.grabs;
        const auto grab = std::ranges::find_if(grabs, [&](const KeyGrab& candidate) {
            return config::matches(candidate.chord, press);
        });
        if (grab == grabs.end() || !reads_keys(peer)) {
            return;
        }
        Plist modifiers;
        modifiers.set("super", press.super)
            .set("ctrl", press.ctrl)
            .set("alt", press.alt)
            .set("shift", press.shift);
        Plist fields;
        fields.set("key", grab->text).set("modifiers", modifiers.take()).set("timestamp", time_ms);
        // A key that nobody hears of is not taken from the windows.
        grabbed |= peer.send_event(event_message(EventType::key_pressed, std::move(fields)));
    });
    return grabbed;
}

bool Server::Impl::reads_keys(Peer& peer) const {
    const bool reads = peer.behind_ms() <= environment_.key_patience_ms;
    if (reads != peer.reads_keys) {
        peer.reads_keys = reads;
        if (reads) {
            log::info("{}: reads again, and has its grabbed keys again", peer.description());
        } else {
            log::warn(
                "{}: has read nothing for {} ms: its grabbed keys are not its until it reads",
                peer.description(),
                peer.behind_ms()
            );
        }
    }
    return reads;
}

void Server::Impl::release_grabs() {
    each_peer([](Peer& peer) {
        if (const auto count = peer.session.grabs.size(); count > 0) {
            log::info("{}: {} grabbed keys are taken from it", peer.description(), count);
            peer.session.grabs.clear();
        }
    });
}

Server::Server(
    wl_event_loop* loop, Desktop& desktop, const config::Ipc& limits, Environment environment
)
    : impl_(std::make_unique<Impl>(loop, desktop, limits, std::move(environment))) {}

Server::~Server() = default;

Result<void> Server::listen(const std::filesystem::path& path) {
    return impl_->listen(path);
}

const std::filesystem::path& Server::path() const {
    return impl_->path();
}

void Server::add_client(Fd socket) {
    impl_->add_client(std::move(socket));
}

std::size_t Server::client_count() const {
    return impl_->client_count();
}

void Server::set_limits(const config::Ipc& limits) {
    impl_->set_limits(limits);
}

bool Server::handle_key(const config::KeyPress& press, std::uint32_t time_ms) {
    return impl_->handle_key(press, time_ms);
}

void Server::release_grabs() {
    impl_->release_grabs();
}

} // namespace exwm_vr::ipc
