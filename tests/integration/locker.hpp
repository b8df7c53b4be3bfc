// SPDX-License-Identifier: MIT
// A program that locks the session, for lock_test.cpp.
#pragma once

#include "ctl/wayland/outputs.hpp"
#include "support/keyboard.hpp"
#include "support/plain_surface.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>

#include <ext-session-lock-v1-client-protocol.h>
#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::test {

inline std::string path_of(const Session& session) {
    return (session.folder() / session.display()).string();
}

/// The generated destructors are each file's own, which no class in a header can be made of.
struct Destroys {
    static void surface(ext_session_lock_surface_v1* object) {
        ext_session_lock_surface_v1_destroy(object);
    }

    static void manager(ext_session_lock_manager_v1* object) {
        ext_session_lock_manager_v1_destroy(object);
    }

    /// To say that a lock is destroyed is an error while all is locked: it dies with the
    /// connection.
    static void lock(ext_session_lock_v1* object) {
        wl_proxy_destroy(reinterpret_cast<wl_proxy*>(object));
    }
};

/// A locker's surface on one output.
class Cover {
public:
    Cover(WaylandClient& client, ext_session_lock_v1* lock, wl_output* output)
        : client_(client)
        , surface_(client)
        , role_(ext_session_lock_v1_get_lock_surface(lock, surface_.get(), output)) {
        ext_session_lock_surface_v1_add_listener(role_.get(), &listener(), this);
        client.wait_until([&] { return size_.width > 0; }, "the lock surface's size");
    }

    Cover(const Cover&) = delete;
    Cover& operator=(const Cover&) = delete;
    ~Cover() = default;

    void draw(Pixel colour) {
        surface_.draw(size_, colour);
        client_.roundtrip();
    }

    [[nodiscard]] Size size() const { return size_; }

    [[nodiscard]] wl_surface* surface() const { return surface_.get(); }

private:
    WaylandClient& client_;
    PlainSurface surface_;
    Size size_{};

    static const ext_session_lock_surface_v1_listener& listener() {
        static constexpr ext_session_lock_surface_v1_listener table{
            .configure = [](void* data,
                            ext_session_lock_surface_v1* role,
                            std::uint32_t serial,
                            std::uint32_t width,
                            std::uint32_t height) {
                static_cast<Cover*>(data)->size_ = {
                    static_cast<int>(width), static_cast<int>(height)
                };
                ext_session_lock_surface_v1_ack_configure(role, serial);
            },
        };
        return table;
    }

    Object<ext_session_lock_surface_v1, Destroys::surface> role_;
};

class Locker {
public:
    explicit Locker(Session& session)
        : client(path_of(session))
        , keyboard(client) {
        bind_global(client.connection(), manager_, ext_session_lock_manager_v1_interface);
        auto opened = ctl::Outputs::open(client.connection(), ctl::Deadline::after(patience));
        REQUIRE(opened);
        outputs_ = std::move(*opened);
        lock_.reset(ext_session_lock_manager_v1_lock(manager_.get()));
        ext_session_lock_v1_add_listener(lock_.get(), &listener(), this);
        client.roundtrip();
    }

    Locker(const Locker&) = delete;
    Locker& operator=(const Locker&) = delete;
    ~Locker() = default;

    void wait_locked() {
        client.wait_until([&] { return locked; }, "the lock");
    }

    /// Waits for the output, too.
    Cover& cover(const std::string& output, Pixel colour = {0, 0, 255, 255}) {
        client.wait_until([&] { return outputs_->find(output) != nullptr; }, output);
        covers.push_back(
            std::make_unique<Cover>(client, lock_.get(), outputs_->find(output)->proxy.get())
        );
        covers.back()->draw(colour);
        return *covers.back();
    }

    void unlock() {
        ext_session_lock_v1_unlock_and_destroy(lock_.release());
        client.roundtrip();
        covers.clear();
        client.roundtrip();
    }

    /// What a killed process leaves: a closed socket and nothing said.
    void die() { shutdown(wl_display_get_fd(client.connection().display()), SHUT_RDWR); }

    WaylandClient client;
    KeyboardEvents keyboard;
    bool locked = false;
    bool finished = false;
    std::vector<std::unique_ptr<Cover>> covers;

private:
    static const ext_session_lock_v1_listener& listener() {
        static constexpr ext_session_lock_v1_listener table{
            .locked = [](void* data,
                         ext_session_lock_v1*) { static_cast<Locker*>(data)->locked = true; },
            .finished = [](void* data,
                           ext_session_lock_v1*) { static_cast<Locker*>(data)->finished = true; },
        };
        return table;
    }

    Object<ext_session_lock_manager_v1, Destroys::manager> manager_;
    std::unique_ptr<ctl::Outputs> outputs_;
    Object<ext_session_lock_v1, Destroys::lock> lock_;
};

} // namespace exwm_vr::test
