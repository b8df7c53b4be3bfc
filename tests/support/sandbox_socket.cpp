// SPDX-License-Identifier: MIT
#include "support/sandbox_socket.hpp"

#include <security-context-v1-client-protocol.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace exwm_vr::test {

SandboxSocket::SandboxSocket(
    ctl::Connection& outside,
    std::filesystem::path path,
    const std::string& engine,
    const std::string& app_id
)
    : path_(std::move(path))
    , listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
    std::array<int, 2> ends{-1, -1};
    constexpr int waiting_clients = 4;
    if (bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
        listen(listener_.get(), waiting_clients) != 0 || pipe(ends.data()) != 0) {
        return;
    }
    const Fd given(ends[0]);
    close_ = Fd(ends[1]);
    const auto* global = outside.find_global(wp_security_context_manager_v1_interface.name);
    if (global == nullptr) {
        return;
    }
    const auto manager = outside.bind_untyped(*global, wp_security_context_manager_v1_interface);
    auto* context = wp_security_context_manager_v1_create_listener(
        reinterpret_cast<wp_security_context_manager_v1*>(manager.get()),
        listener_.get(),
        given.get()
    );
    if (!engine.empty()) {
        wp_security_context_v1_set_sandbox_engine(context, engine.c_str());
        wp_security_context_v1_set_app_id(context, app_id.c_str());
    }
    wp_security_context_v1_commit(context);
    wp_security_context_v1_destroy(context);
    static_cast<void>(outside.roundtrip(ctl::Deadline::after(std::chrono::seconds(60))));
}

SandboxSocket::~SandboxSocket() {
    std::error_code error;
    std::filesystem::remove(path_, error);
}

} // namespace exwm_vr::test
