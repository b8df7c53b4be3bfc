// SPDX-License-Identifier: MIT
// A reset of the GPU: the server in this process, as no software renderer is ever lost by itself.
#include "base/owned.hpp"
#include "config/load.hpp"
#include "server/server.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

/// Two programs that have drawn what they have to draw: one is shown and one is on another
/// workspace. What they have drawn is there after all, too.
constexpr const char* client_script = R"script(
set -e
picture() { "$EXWM_VRCTL" screenshot --output one "$FOLDER/$1.png"; }
show() {
    foot --app-id "$1" sh -c "seq $2; touch '$FOLDER/$1'; read line" &
    "$EXWM_VRCTL" wait window --app-id "$1" --timeout 60s
    until [ -e "$FOLDER/$1" ]; do sleep 0.05; done
    "$EXWM_VRCTL" wait idle --for 200ms --timeout 60s
}
show hidden 2000
picture hidden
"$EXWM_VRCTL" workspace 2
show shown 1000
picture shown
! cmp -s "$FOLDER/hidden.png" "$FOLDER/shown.png"
touch "$FOLDER/begin"
until [ -e "$FOLDER/end" ]; do sleep 0.05; done
picture now
cmp "$FOLDER/now.png" "$FOLDER/shown.png"
"$EXWM_VRCTL" workspace 1
picture now
cmp "$FOLDER/now.png" "$FOLDER/hidden.png"
)script";

/// A server that runs the script. @p turn is called now and then from when the programs are there;
/// true: the script is to look at what is shown now.
struct Run {
    server::Settings settings;
    std::function<bool(server::Server&)> turn;
};

/// Its exit status.
int run(Run what) {
    const TemporaryFolder folder;
    setenv("XDG_RUNTIME_DIR", folder.path().c_str(), 1);
    setenv("FOLDER", folder.path().c_str(), 1);
    auto& settings = what.settings;
    settings.config = config::default_config();
    settings.config.xwayland.enabled = false;
    settings.load_config = [] { return Result<config::Config>(config::default_config()); };
    settings.graphics.backend = server::BackendKind::headless;
    settings.outputs = {
        {.name = "one", .settings = {.mode = Size{640, 480}}}, {.name = "two", .settings = {}}
    };
    settings.ipc_socket = folder.path() / "ipc.sock";
    settings.command = {"sh", "-c", client_script};
    settings.exit_with_command = true;
    auto server = server::Server::start(std::move(settings));
    if (!server) {
        FAIL(server.error().message);
    }
    LoopCallback again;
    again = LoopCallback::timer((*server)->loop(), [&] {
        if (!exists(folder.path() / "begin") || !what.turn(**server)) {
            again.arm(50);
        } else {
            std::ofstream(folder.path() / "end") << '\n';
        }
    });
    again.arm(50);
    const int status = (*server)->run();
    again.reset();
    return status;
}

TEST_CASE("windows outlive a renderer that is lost, again and again, and are seen") {
    int lost = 0;
    const int status = run({.settings = {}, .turn = [&](server::Server& server) {
                                if (lost == 3) {
                                    return true; // and a turn has passed since
                                }
                                server.renderer_lost();
                                ++lost;
                                return false;
                            }});
    CHECK(status == 0);
    CHECK(lost == 3);
}

TEST_CASE("the CPU draws while the GPU does not, and no longer") {
    int tried = 0;
    bool begun = false;
    Run what{.settings = {}, .turn = {}};
    what.settings.draw = [&](const server::GraphicsWish& wish,
                             wlr_backend* backend) -> Result<server::Drawing> {
        ++tried;
        return tried < 4 ? fail("it is not ready") : server::make_drawing(wish, backend);
    };
    what.turn = [&](server::Server& server) {
        if (!begun) {
            begun = true;
            server.renderer_lost();
        }
        return tried == 4;
    };
    CHECK(run(std::move(what)) == 0);
    CHECK(tried == 4);
}

TEST_CASE("a session of which nothing is drawn any more ends") {
    int tried = 0;
    int turns = 0;
    bool begun = false;
    Run what{.settings = {}, .turn = {}};
    what.settings.draw = [&](const auto&, auto*) -> Result<server::Drawing> {
        ++tried;
        return fail("it is gone");
    };
    what.settings.draw_stop_gap = [](const auto&, const auto&, auto*) -> Result<server::Drawing> {
        return fail("nor this");
    };
    what.settings.draw_tries = 1;
    what.turn = [&](server::Server& server) {
        if (!begun) {
            begun = true;
            server.renderer_lost();
        }
        constexpr int many = 1000;
        return ++turns > many; // it does not end
    };
    CHECK(run(std::move(what)) == 1);
    CHECK(tried == 2);
}

TEST_CASE("the CPU draws for no time where a GPU is required") {
    const std::unique_ptr<wl_event_loop, Calls<wl_event_loop_destroy>> loop(wl_event_loop_create());
    const Backend backend(wlr_headless_backend_create(loop.get()));
    server::GraphicsWish wish;
    CHECK(server::make_stop_gap(wish, "it was reset", backend.get()));
    wish.require_gpu = true;
    CHECK_FALSE(server::make_stop_gap(wish, "it was reset", backend.get()));
}

} // namespace
} // namespace exwm_vr::test
