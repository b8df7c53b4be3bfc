// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ipc/framing.hpp"
#include "ipc/sexp.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace exwm_vr::ctl {

/// The other end of the connection: one client, which a function serves on a thread.
class Peer {
public:
    explicit Peer(std::function<void(Peer&)> serve) {
        std::string pattern = (std::filesystem::temp_directory_path() / "ctl-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
        listener_ = Fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path().native().copy(address.sun_path, sizeof(address.sun_path) - 1);
        const auto* const plain = reinterpret_cast<const sockaddr*>(&address);
        REQUIRE(bind(listener_.get(), plain, sizeof(address)) == 0);
        REQUIRE(listen(listener_.get(), 1) == 0);
        thread_ = std::jthread([this, serve = std::move(serve)] {
            connection_ = Fd(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            serve(*this);
        });
    }

    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    ~Peer() {
        shutdown(listener_.get(), SHUT_RDWR); // for a client that never came
        thread_ = {};
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_ / "socket"; }

    /// The next message; nil when the client has hung up.
    ipc::Value receive() {
        std::array<char, 4096> buffer{};
        while (true) {
            const auto payload = reader_.next();
            if (payload && *payload) {
                return ipc::parse(**payload).value_or(ipc::Value());
            }
            const ssize_t count = read(connection_.get(), buffer.data(), buffer.size());
            if (count <= 0) {
                return {};
            }
            reader_.append({buffer.data(), static_cast<std::size_t>(count)});
        }
    }

    void send(std::string_view bytes) const {
        (void)::send(connection_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    void reply(std::string_view message) const { send(ipc::framed(message)); }

    void greet() {
        (void)receive();
        reply("(:type :hello :id 1 :status :ok :version 2 :server \"exwm-vr\")");
    }

    void hang_up() { connection_.reset(); }

private:
    std::filesystem::path folder_;
    Fd listener_;
    Fd connection_;
    ipc::FrameReader reader_;
    std::jthread thread_;
};

} // namespace exwm_vr::ctl
