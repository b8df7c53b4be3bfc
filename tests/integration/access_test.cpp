// SPDX-License-Identifier: MIT
// A sandboxed client sees what policy allows it, and no more.
#include "ctl/replies.hpp"
#include "ctl/wayland/connection.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <security-context-v1-client-protocol.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace exwm_vr::test {
namespace {

/// A Wayland socket with a security context, as a sandbox engine makes it.
class Sandbox {
public:
    Sandbox(Session& session, const std::string& app_id)
        : path_(session.folder() / "sandbox.sock")
        , listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        REQUIRE(listener_.valid());
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
        REQUIRE(bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
        REQUIRE(listen(listener_.get(), 4) == 0);
        std::array<int, 2> ends{};
        REQUIRE(pipe(ends.data()) == 0);
        const Fd given(ends[0]);
        close_ = Fd(ends[1]);
        auto& connection = session.wayland();
        const auto* global = connection.find_global("wp_security_context_manager_v1");
        REQUIRE(global != nullptr);
        const auto manager =
            connection.bind_untyped(*global, wp_security_context_manager_v1_interface);
        auto* context = wp_security_context_manager_v1_create_listener(
            reinterpret_cast<wp_security_context_manager_v1*>(manager.get()),
            listener_.get(),
            given.get()
        );
        // No engine: that the context exists must be enough.
        if (!app_id.empty()) {
            wp_security_context_v1_set_sandbox_engine(context, "test-engine");
            wp_security_context_v1_set_app_id(context, app_id.c_str());
        }
        wp_security_context_v1_commit(context);
        wp_security_context_v1_destroy(context);
        REQUIRE(connection.roundtrip(ctl::Deadline::after(patience)));
    }

    [[nodiscard]] std::unique_ptr<ctl::Connection> connect() const {
        auto connection = ctl::Connection::open(path_.string(), ctl::Deadline::after(patience));
        REQUIRE(connection);
        return std::move(*connection);
    }

private:
    std::filesystem::path path_;
    Fd listener_;
    Fd close_;
};

TEST_CASE("a sandboxed client sees only harmless globals, whatever its context says") {
    for (const auto* app_id : {"", "org.example.App"}) {
        Session session;
        const Sandbox sandbox(session, app_id);
        const auto inside = sandbox.connect();
        for (const auto* allowed :
             {"wl_compositor",
              "wl_shm",
              "xdg_wm_base",
              "wl_seat",
              "wl_data_device_manager",
              "wp_viewporter"}) {
            INFO(allowed);
            CHECK(inside->find_global(allowed) != nullptr);
        }
        for (const auto* denied :
             {"zwlr_screencopy_manager_v1",
              "ext_image_copy_capture_manager_v1",
              "ext_output_image_capture_source_manager_v1",
              "ext_foreign_toplevel_image_capture_source_manager_v1",
              "zwlr_data_control_manager_v1",
              "ext_data_control_manager_v1",
              "zwp_virtual_keyboard_manager_v1",
              "zwlr_virtual_pointer_manager_v1",
              "zwlr_layer_shell_v1",
              "zwlr_output_manager_v1",
              "zwlr_output_power_manager_v1",
              "ext_foreign_toplevel_list_v1",
              "zwlr_foreign_toplevel_manager_v1",
              "wp_security_context_manager_v1"}) {
            INFO(denied);
            CHECK(inside->find_global(denied) == nullptr);
            CHECK(session.wayland().find_global(denied) != nullptr);
        }
        // Told once, with who and what.
        const auto log = session.log();
        const std::string line = "denied zwlr_screencopy_manager_v1 to sandboxed client";
        const auto first = log.find(line);
        REQUIRE(first != std::string::npos);
        CHECK(log.find(line, first + 1) == std::string::npos);
        CHECK(log.find(std::string("app '") + app_id + "'", first) != std::string::npos);
    }
}

TEST_CASE("a rule opens a protocol to the sandbox that it names, and to no other") {
    constexpr const char* config = R"(sandbox:
  - engine: test-engine
    app_id: org.example.Shot
    allow: [zwlr_screencopy_manager_v1]
)";
    for (const auto& [app_id, sees] : std::vector<std::pair<std::string, bool>>{
             {"org.example.Shot", true}, {"org.example.Other", false}
         }) {
        Session session({.outputs = {"640x480"}, .config = config, .arguments = {}});
        const Sandbox sandbox(session, app_id);
        const auto inside = sandbox.connect();
        CHECK((inside->find_global("zwlr_screencopy_manager_v1") != nullptr) == sees);
        CHECK(inside->find_global("zwlr_virtual_pointer_manager_v1") == nullptr);

        // And that is what the list of clients says of both of them.
        const auto clients = ctl::read_clients(session.request(":type :client-list"));
        REQUIRE(clients);
        const auto boxed = std::ranges::find(*clients, true, &ctl::ClientInfo::sandboxed);
        REQUIRE(boxed != clients->end());
        CHECK(boxed->pid == getpid());
        CHECK(boxed->app_id == app_id);
        CHECK(
            boxed->privileged == (sees ? std::vector<std::string>{"zwlr_screencopy_manager_v1"}
                                       : std::vector<std::string>{})
        );
        const auto plain = std::ranges::find(*clients, false, &ctl::ClientInfo::sandboxed);
        REQUIRE(plain != clients->end());
        CHECK(std::ranges::contains(plain->privileged, "zwlr_virtual_pointer_manager_v1"));
        CHECK(session.ctl({"clients"}).contains(app_id));
    }
}

} // namespace
} // namespace exwm_vr::test
