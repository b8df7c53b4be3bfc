// SPDX-License-Identifier: MIT
// A reset of the GPU: the server in this process, as no software renderer is ever lost by itself.
#include "config/load.hpp"
#include "server/server.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdlib.h>

#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

/// Waits for a window's picture, says so, and looks whether pictures come after that, too.
constexpr const char* client_script = R"script(
set -e
foot sh -c 'echo there; read line' &
"$EXWM_VRCTL" wait window --app-id foot --timeout 60s
for turn in 1 2 3 4 5; do
    "$EXWM_VRCTL" screenshot "$FOLDER/$turn.png"
done
"$EXWM_VRCTL" list | grep -q foot
test -s "$FOLDER/5.png"
)script";

TEST_CASE("windows outlive a renderer that is lost, again and again") {
    const TemporaryFolder folder;
    setenv("XDG_RUNTIME_DIR", folder.path().c_str(), 1);
    setenv("FOLDER", folder.path().c_str(), 1);
    server::Settings settings{
        .config = config::default_config(),
        .load_config = [] { return Result<config::Config>(config::default_config()); },
        .graphics = {.backend = server::BackendKind::headless},
        .outputs =
            {{.name = "one", .settings = {.mode = Size{640, 480}}},
             {.name = "two", .settings = {}}},
        .socket = {},
        .ipc_socket = folder.path() / "ipc.sock",
        .command = {"sh", "-c", client_script},
        .exit_with_command = true,
        .ready_fd = Fd(),
    };
    settings.config.xwayland.enabled = false;
    auto server = server::Server::start(std::move(settings));
    if (!server) {
        FAIL(server.error().message);
    }
    int lost = 0;
    LoopCallback again;
    again = LoopCallback::timer((*server)->loop(), [&] {
        (*server)->renderer_lost();
        ++lost;
        again.arm(50);
    });
    again.arm(50);
    CHECK((*server)->run() == 0);
    CHECK(lost > 1);
    again.reset();
}

} // namespace
} // namespace exwm_vr::test
