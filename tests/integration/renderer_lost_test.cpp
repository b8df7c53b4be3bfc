// SPDX-License-Identifier: MIT
// A reset of the GPU: the server in this process, as no software renderer is ever lost by itself.
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

void run(Run what) {
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
    CHECK((*server)->run() == 0);
    again.reset();
}

TEST_CASE("windows outlive a renderer that is lost, again and again, and are seen") {
    int lost = 0;
    run({.settings = {}, .turn = [&](server::Server& server) {
             if (lost == 3) {
                 return true; // and a turn has passed since
             }
             server.renderer_lost();
             ++lost;
             return false;
         }});
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
    run(std::move(what));
    CHECK(tried == 4);
}

} // namespace
} // namespace exwm_vr::test
