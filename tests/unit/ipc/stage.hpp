// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ipc/framing.hpp"
#include "ipc/server.hpp"
#include "tests/unit/ipc/fake_desktop.hpp"
#include "tests/unit/ipc/talk.hpp"

#include <wayland-server-core.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::ipc::test {

struct LoopDeleter {
    void operator()(wl_event_loop* loop) const { wl_event_loop_destroy(loop); }
};

class Stage;

/// The other end of a connection. Waiting for something runs the server's loop meanwhile.
class Client {
public:
    Client(Stage& stage, Fd socket);

    void send(std::string_view payload) { send_bytes(framed(payload)); }

    void send_bytes(std::string_view bytes);
    /// The next frame, which must come.
    Reply receive();
    /// What has come by now, once the server has nothing more to do.
    std::optional<Reply> poll();
    Reply call(std::string_view payload);
    void hello(int version = 2);
    /// The server closes this connection, and all that it has said before was received.
    bool is_closed();

    void disconnect() { socket_.reset(); }

    [[nodiscard]] int fd() const { return socket_.get(); }

private:
    bool read_some();
    std::optional<Reply> next();

    Stage& stage_;
    Fd socket_;
    FrameReader reader_;
    bool ended_ = false;
};

/// A server on a loop of its own, with a fake desktop and a clock that only tests move.
class Stage {
public:
    explicit Stage(
        const config::Ipc& limits = {}, const std::function<void(Environment&)>& change = {}
    );

    [[nodiscard]] Client connect();
    /// Runs the loop until @p done; false when that takes more than ten seconds.
    bool until(const std::function<bool()>& done);
    /// Runs the loop until it has nothing more to do.
    void settle();

    std::uint64_t now_ms = 5000;
    FakeDesktop desktop;
    std::unique_ptr<wl_event_loop, LoopDeleter> loop{wl_event_loop_create()};
    std::optional<Server> server;
};

} // namespace exwm_vr::ipc::test
