// SPDX-License-Identifier: MIT
#include "ctl/wayland/context_socket.hpp"

#include <fcntl.h>
#include <security-context-v1-client-protocol.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace exwm_vr::ctl {

namespace {

constexpr int waiting_clients = 16;

struct Destroys {
    void operator()(wp_security_context_v1* context) const noexcept {
        wp_security_context_v1_destroy(context);
    }
};

/// Listens at a path; a socket that its owner has left is taken away first.
Result<Fd> listen_at(const std::filesystem::path& path) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    if (path.native().size() >= sizeof(address.sun_path)) {
        return fail("{}: longer than a socket's path may be", path.string());
    }
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    if (std::filesystem::is_socket(path)) {
        const Fd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!probe || connect(probe.get(), where, sizeof(address)) == 0 || errno != ECONNREFUSED) {
            return fail("{} is in use", path.string());
        }
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    Fd listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!listener || bind(listener.get(), where, sizeof(address)) != 0 ||
        listen(listener.get(), waiting_clients) != 0) {
        return fail("{}: {}", path.string(), std::strerror(errno));
    }
    return listener;
}

} // namespace

Outcome<ContextSocket>
ContextSocket::make(Connection& compositor, std::filesystem::path path, const Who& who) {
    const auto* global = compositor.find_global(wp_security_context_manager_v1_interface.name);
    if (global == nullptr) {
        return fail("the compositor does not offer wp_security_context_manager_v1");
    }
    const auto manager = compositor.bind_untyped(*global, wp_security_context_manager_v1_interface);
    const auto listener = listen_at(path);
    if (!listener) {
        return std::unexpected(listener.error());
    }
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail("no pipe: {}", std::strerror(errno));
    }
    const Fd given(ends[0]);
    ContextSocket made(std::move(path), Fd(ends[1]));
    const std::unique_ptr<wp_security_context_v1, Destroys> context(
        wp_security_context_manager_v1_create_listener(
            reinterpret_cast<wp_security_context_manager_v1*>(manager.get()),
            listener->get(),
            given.get()
        )
    );
    if (!who.engine.empty()) {
        wp_security_context_v1_set_sandbox_engine(context.get(), who.engine.c_str());
    }
    if (!who.app_id.empty()) {
        wp_security_context_v1_set_app_id(context.get(), who.app_id.c_str());
    }
    if (!who.instance_id.empty()) {
        wp_security_context_v1_set_instance_id(context.get(), who.instance_id.c_str());
    }
    wp_security_context_v1_commit(context.get());
    if (auto taken = compositor.roundtrip(); !taken) {
        return std::unexpected(taken.error());
    }
    return made;
}

ContextSocket::~ContextSocket() {
    if (!path_.empty()) {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
}

} // namespace exwm_vr::ctl
