// SPDX-License-Identifier: MIT
#include "tests/unit/ipc/stage.hpp"

#include "base/format.hpp"

#include <catch2/catch_test_macros.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace exwm_vr::ipc::test {

Stage::Stage(const config::Ipc& limits, const std::function<void(Environment&)>& change) {
    Environment environment = system_environment();
    environment.now_ms = [this] { return now_ms; };
    if (change) {
        change(environment);
    }
    server.emplace(loop.get(), desktop, limits, environment);
}

Client Stage::connect() {
    std::array<int, 2> ends{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    server->add_client(Fd(ends[0]));
    return Client(*this, Fd(ends[1]));
}

bool Stage::until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    // done() may take what it finds, so that its first yes is the only one.
    for (bool wait = false; !done(); wait = !wait) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        wl_event_loop_dispatch(loop.get(), wait ? 1 : 0);
    }
    return true;
}

void Stage::settle() {
    pollfd ready{wl_event_loop_get_fd(loop.get()), POLLIN, 0};
    do {
        wl_event_loop_dispatch_idle(loop.get());
        wl_event_loop_dispatch(loop.get(), 0);
    } while (::poll(&ready, 1, 0) > 0);
}

Client::Client(Stage& stage, Fd socket)
    : stage_(stage)
    , socket_(std::move(socket)) {}

void Client::send_bytes(std::string_view bytes) {
    const bool sent = stage_.until([&] {
        const ssize_t size =
            ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        return bytes.empty() || (size < 0 && errno != EAGAIN);
    });
    REQUIRE(sent);
}

bool Client::read_some() {
    std::array<char, 65536> buffer{};
    const ssize_t size = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size > 0) {
        reader_.append({buffer.data(), static_cast<std::size_t>(size)});
        return true;
    }
    ended_ = ended_ || size == 0 || (errno != EAGAIN && errno != EINTR);
    return false;
}

std::optional<Reply> Client::next() {
    auto payload = reader_.next();
    REQUIRE(payload);
    return *payload ? std::optional<Reply>(Reply(**payload)) : std::nullopt;
}

Reply Client::receive() {
    std::optional<Reply> reply;
    const bool came = stage_.until([&] {
        read_some();
        reply = next();
        return reply.has_value() || ended_;
    });
    REQUIRE(came);
    REQUIRE(reply);
    return std::move(*reply);
}

std::optional<Reply> Client::poll() {
    stage_.settle();
    while (read_some()) {
        stage_.settle();
    }
    return next();
}

Reply Client::call(std::string_view payload) {
    send(payload);
    return receive();
}

void Client::hello(int version) {
    REQUIRE(call(formatted("(:type :hello :version {} :client \"test\" :id 1)", version)).ok());
}

bool Client::is_closed() {
    const bool ended = stage_.until([&] {
        read_some();
        return ended_;
    });
    return ended && reader_.pending() == 0;
}

} // namespace exwm_vr::ipc::test
