// SPDX-License-Identifier: MIT
// A sandboxed client sees what policy allows it, and no more.
#include "ctl/replies.hpp"
#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/context_socket.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

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
                  session.folder() / ("sandbox-" + app_id),
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
        const std::string line = "was refused interface: zwlr_screencopy_manager_v1";
        const auto first = log.find(line);
        REQUIRE(first != std::string::npos);
        CHECK(log.find(line, first + 1) == std::string::npos);
    }
}

/// What exwm-vr-gpu audit says, of one thing only.
std::vector<nlohmann::json> refusals(Session& session, const std::string& what) {
    std::vector<nlohmann::json> found;
    std::istringstream lines(session.run({program("EXWM_VR_GPU"), "audit", "--json"}));
    for (std::string line; std::getline(lines, line);) {
        auto record = nlohmann::json::parse(line);
        if (record.at("what") == what) {
            found.push_back(std::move(record));
        }
    }
    return found;
}

TEST_CASE("what a sandbox is refused is in the audit log once, with who asked for it") {
    Session session;
    constexpr const char* capture = "zwlr_screencopy_manager_v1";
    CHECK(session.wayland().find_global(capture) != nullptr);
    CHECK(refusals(session, capture).empty()); // nobody else is refused anything
    CHECK_FALSE(std::filesystem::exists(session.folder() / ".local"));
    const Sandbox sandbox(session, "org.example.App");
    for (int i = 0; i < 3; ++i) {
        CHECK(sandbox.connect()->find_global(capture) == nullptr);
    }
    const Sandbox other(session, "org.example.Other");
    CHECK(other.connect()->find_global(capture) == nullptr);

    const auto records = refusals(session, capture);
    REQUIRE(records.size() == 2);
    const auto& record = records.front();
    CHECK(record.at("guest") == "org.example.App");
    CHECK(record.at("level") == "low");
    CHECK(record.at("event") == "denied");
    CHECK(record.at("reason") == "interface");
    CHECK(record.at("engine") == "test-engine");
    CHECK(record.at("pid") == getpid());
    CHECK(record.at("executable") == std::filesystem::read_symlink("/proc/self/exe").string());
    CHECK(records.back().at("guest") == "org.example.Other");
    const auto told =
        session.run({program("EXWM_VR_GPU"), "audit", "--guest", "org.example.Other"});
    CHECK(told.contains("org.example.Other (low) denied by interface: zwlr_screencopy_manager_v1"));
    CHECK(told.contains(std::to_string(getpid()) + ", in a sandbox of test-engine\n"));
    CHECK_FALSE(told.contains("org.example.App"));
}

TEST_CASE("a log of refusals that cannot be written harms nobody") {
    Session session;
    constexpr const char* capture = "zwlr_screencopy_manager_v1";
    const auto in_the_way = session.folder() / ".local";
    std::ofstream(in_the_way) << "no folder";
    const Sandbox sandbox(session, "org.example.App");
    CHECK(sandbox.connect()->find_global(capture) == nullptr);
    CHECK(session.ctl({"outputs"}).contains("HEADLESS-1"));
    // Said once, not for each refusal.
    const auto log = session.log();
    const std::string line = "what guests are refused is not written down";
    REQUIRE(log.contains(line));
    CHECK(log.find(line, log.find(line) + 1) == std::string::npos);

    std::filesystem::remove(in_the_way);
    const Sandbox other(session, "org.example.Other");
    CHECK(other.connect()->find_global(capture) == nullptr);
    CHECK(refusals(session, capture).size() == 1);
}

TEST_CASE("a level opens what those before it do and what it adds, and none looks into others") {
    Session session;
    const std::vector<std::pair<std::string, std::vector<std::string>>> levels{
        {"untrusted", {"xdg_wm_base", "wl_seat", "zwp_pointer_constraints_v1"}},
        {"low", {}}, // memory of a GPU, of which there is none here: see unit-core
        {"medium", {"ext_idle_notifier_v1", "zwp_keyboard_shortcuts_inhibit_manager_v1"}},
        {"high", {}},
        {"system", {}},
    };
    for (std::size_t given = 0; given < levels.size(); ++given) {
        const auto& level = levels.at(given).first;
        INFO(level);
        const auto socket = ctl::ContextSocket::make(
            session.wayland(),
            session.folder() / level,
            {.engine = "exwm-vr", .app_id = "app", .instance_id = level}
        );
        REQUIRE(socket);
        const auto inside =
            ctl::Connection::open(socket->path().string(), ctl::Deadline::after(patience));
        REQUIRE(inside);
        for (std::size_t at = 0; at < levels.size(); ++at) {
            for (const auto& interface : levels.at(at).second) {
                INFO(interface);
                CHECK(session.wayland().find_global(interface) != nullptr);
                CHECK(((*inside)->find_global(interface) != nullptr) == (at <= given));
            }
        }
        for (const auto* never :
             {"zwlr_screencopy_manager_v1",
              "ext_image_copy_capture_manager_v1",
              "zwlr_data_control_manager_v1",
              "ext_data_control_manager_v1",
              "zwp_virtual_keyboard_manager_v1",
              "zwlr_virtual_pointer_manager_v1",
              "zwp_input_method_manager_v2",
              "zwlr_foreign_toplevel_manager_v1",
              "ext_foreign_toplevel_list_v1",
              "ext_workspace_manager_v1",
              "zwlr_layer_shell_v1",
              "zwlr_output_manager_v1",
              "zwlr_output_power_manager_v1",
              "zwlr_gamma_control_manager_v1",
              "ext_session_lock_manager_v1",
              "wp_security_context_manager_v1"}) {
            INFO(never);
            CHECK((*inside)->find_global(never) == nullptr);
        }
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
    CHECK(log.contains("guest app.one (low) was refused interface: zwlr_layer_shell_v1"));
}

TEST_CASE("a guest's socket has the level of its description, or a lower one") {
    Session session;
    const auto folder = session.folder() / ".config/exwm-vr";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "guests.yaml")
        << "guests: [{name: viewer, kind: application, level: medium}]\n";
    // What its clients are offered, or why there is no socket.
    const auto made = [&](const std::string& options) {
        return session.run(
            {"sh",
             "-c",
             R"(
cd "$1" && rm -f told && mkfifo told
"$EXWM_VRCTL" client-socket viewer $2 >told 2>&1 &
read -r said <told
case $said in
/*) WAYLAND_DISPLAY=$said wayland-info && kill $! ;;
*) echo "$said" ;;
esac
wait $!; echo "ended with $?"
)",
             "sh",
             session.folder().string(),
             options}
        );
    };
    for (const auto* as_described : {"", "--level medium"}) {
        const auto said = made(as_described);
        INFO(as_described << " got " << said);
        CHECK(said.contains("'ext_idle_notifier_v1'"));
        CHECK_FALSE(said.contains("'zwlr_layer_shell_v1'"));
        CHECK(said.contains("ended with 0"));
    }
    const auto lower = made("--level low");
    CHECK(lower.contains("'xdg_wm_base'"));
    CHECK_FALSE(lower.contains("'ext_idle_notifier_v1'"));
    for (const auto* higher : {"--level high", "--level system"}) {
        const auto said = made(higher);
        CHECK(said.contains("guest viewer is described with level medium"));
        CHECK(said.contains("ended with 1"));
    }
    // A description that cannot be read may be one that grants less.
    std::ofstream(folder / "guests.yaml") << "guests: [{name: viewer, level: hihg}]\n";
    const auto unread = made("--level low");
    CHECK(unread.contains("guests.yaml:1:"));
    CHECK(unread.contains("ended with 1"));
}

} // namespace
} // namespace exwm_vr::test
