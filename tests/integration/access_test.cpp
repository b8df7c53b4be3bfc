// SPDX-License-Identifier: MIT
// A sandboxed client sees what policy allows it, and no more.
#include "ctl/replies.hpp"
#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/context_socket.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace exwm_vr::test {
namespace {

/// A sandbox in a session.
class Sandbox {
public:
    Sandbox(Session& session, const std::string& app_id)
        // Without an app id no engine either: that the context exists must be enough.
        : socket_(
              ctl::ContextSocket::make(
                  session.wayland(),
                  session.folder() / "sandbox.sock",
                  {.engine = app_id.empty() ? "" : "test-engine",
                   .app_id = app_id,
                   .instance_id = {}}
              )
          ) {
        REQUIRE(socket_);
    }

    [[nodiscard]] std::unique_ptr<ctl::Connection> connect() const {
        auto connection =
            ctl::Connection::open(socket_->path().string(), ctl::Deadline::after(patience));
        REQUIRE(connection);
        return std::move(*connection);
    }

private:
    ctl::Outcome<ctl::ContextSocket> socket_;
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
              "ext_transient_seat_manager_v1",
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

TEST_CASE("exwm-vrctl makes sockets whose clients are known by name and level") {
    Session session;
    const auto said = session.run(
        {"sh",
         "-c",
         R"(
cd "$1" && mkfifo told
"$EXWM_VRCTL" client-socket app.one --level low >told &
read path <told
echo "at $path"
WAYLAND_DISPLAY=$path "$EXWM_VRCTL" client-socket app.two 2>&1
"$EXWM_VRCTL" client-socket app.one 2>&1
"$EXWM_VRCTL" client-socket ../x 2>&1; echo "status $?"
WAYLAND_DISPLAY=$path wayland-info
kill $!; wait $!; echo "ended with $?"
[ -e "$path" ] || echo "gone"
)",
         "sh",
         session.folder().string()}
    );
    INFO(said);
    CHECK(said.contains("at " + (session.folder() / "exwm-vr/clients/app.one").string() + "\n"));
    CHECK(said.contains("does not offer wp_security_context_manager_v1"));
    CHECK(said.contains("app.one is in use"));
    CHECK(said.contains("'../x' is no name"));
    CHECK(said.contains("status 2"));
    CHECK(said.contains("interface: 'xdg_wm_base'"));
    CHECK_FALSE(said.contains("zwlr_layer_shell_v1"));
    CHECK(said.contains("ended with 0\ngone"));
    const auto log = session.log();
    CHECK(log.contains("denied zwlr_layer_shell_v1 to sandboxed client"));
    CHECK(log.contains("(engine 'exwm-vr', app 'app.one', instance 'low')"));
}

} // namespace
} // namespace exwm_vr::test
