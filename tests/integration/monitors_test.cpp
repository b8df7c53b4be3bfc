// SPDX-License-Identifier: MIT
// Monitors that refuse things, as those of docks and old cards do: the server in this process, and
// monitors that a test makes up.
#include "config/load.hpp"
#include "monitor.hpp"
#include "server/server.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdlib.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

/// A server with monitors of a card of ours, and with a headless output that nobody needs.
class Desktop {
public:
    explicit Desktop(
        const std::string& script = "true", std::vector<config::OutputRule> rules = {}
    ) {
        setenv("XDG_RUNTIME_DIR", folder_.path().c_str(), 1);
        server::Settings settings{
            .config = config::default_config(),
            .load_config = [] { return Result<config::Config>(config::default_config()); },
            .graphics = {.backend = server::BackendKind::headless},
            .outputs = {{.name = "none", .settings = {.mode = Size{64, 64}}}},
            .socket = {},
            .ipc_socket = folder_.path() / "ipc.sock",
            .command = {"sh", "-c", script},
            .exit_with_command = true,
            .ready_fd = Fd(),
        };
        settings.config.outputs = std::move(rules);
        settings.config.xwayland.enabled = false;
        auto started = server::Server::start(std::move(settings));
        if (!started) {
            FAIL(started.error().message);
        }
        server_ = std::move(*started);
        wlr_backend_init(&card_, &card_implementation);
        card_.buffer_caps = WLR_BUFFER_CAP_DATA_PTR | WLR_BUFFER_CAP_SHM | WLR_BUFFER_CAP_DMABUF;
    }

    Desktop(const Desktop&) = delete;
    Desktop& operator=(const Desktop&) = delete;

    ~Desktop() {
        monitors_.clear();
        wlr_backend_finish(&card_);
    }

    Monitor& add(const std::string& name) {
        return monitors_.emplace_back(server_->loop(), card_, name);
    }

    void plug(Monitor& monitor) {
        wl_signal_emit_mutable(&server_->parts().backend.events.new_output, &monitor.output());
    }

    /// Its place; null when it has none.
    [[nodiscard]] const wlr_output_layout_output* place(Monitor& monitor) const {
        return wlr_output_layout_get(&server_->parts().layout, &monitor.output());
    }

    [[nodiscard]] int run() { return server_->run(); }

private:
    TemporaryFolder folder_;
    std::unique_ptr<server::Server> server_;
    wlr_backend card_{};
    std::deque<Monitor> monitors_;
};

bool fits_the_link(const wlr_output& /*output*/, const wlr_output_state& state) {
    if ((state.committed & WLR_OUTPUT_STATE_MODE) == 0) {
        return true;
    }
    const bool own = state.mode_type == WLR_OUTPUT_STATE_MODE_FIXED;
    return (own ? state.mode->width : state.custom_mode.width) < 3000;
}

TEST_CASE("a monitor whose best mode is refused shows the best one that is not") {
    Desktop desktop;
    auto& monitor = desktop.add("DP-7");
    monitor.add_mode(3840, 2160, 60'000);
    monitor.add_mode(1920, 1080, 60'000);
    monitor.add_mode(2560, 1440, 60'000);
    monitor.add_mode(2560, 1440, 75'000);
    monitor.add_mode(3200, 1800, 60'000);
    monitor.tested = fits_the_link;
    desktop.plug(monitor);
    const auto& output = monitor.output();
    CHECK(output.enabled);
    CHECK(Size{output.width, output.height} == Size{2560, 1440});
    CHECK(output.refresh == 75'000);
    CHECK(desktop.place(monitor) != nullptr);
}

TEST_CASE("a rule that a monitor refuses costs it neither its picture nor its other settings") {
    Desktop desktop(
        "true",
        {{.match = "DP-7", .use = {}, .settings = {.mode = Size{3840, 2160}, .scale = 2}},
         {.match = "DP-8", .use = {}, .settings = {.transform = config::Transform::rotate_90}}}
    );
    auto& first = desktop.add("DP-7");
    auto& second = desktop.add("DP-8");
    for (auto* monitor : {&first, &second}) {
        monitor->add_mode(1920, 1080, 60'000);
    }
    first.tested = fits_the_link;
    second.tested = [](const auto&, const wlr_output_state& state) {
        return (state.committed & WLR_OUTPUT_STATE_TRANSFORM) == 0;
    };
    desktop.plug(first);
    desktop.plug(second);
    CHECK(first.output().width == 1920);
    CHECK(first.output().scale == 2);
    CHECK(second.output().width == 1920);
    CHECK(second.output().enabled);
}

TEST_CASE("a rule finds a monitor by its maker and model, as others print them, too") {
    const auto rule = [](std::string match, double scale) {
        return config::OutputRule{
            .match = std::move(match), .use = {}, .settings = {.scale = scale}
        };
    };
    Desktop desktop("true", {rule("Maker Panel", 2), rule("Maker Other Unknown", 3)});
    auto& panel = desktop.add("eDP-1");
    auto& other = desktop.add("eDP-2");
    for (auto* monitor : {&panel, &other}) {
        monitor->add_mode(1920, 1080, 60'000);
        monitor->output().make = strdup("Maker"); // freed by wlroots
    }
    panel.output().model = strdup("Panel");
    other.output().model = strdup("Other");
    desktop.plug(panel);
    desktop.plug(other);
    CHECK(panel.output().scale == 2);
    CHECK(other.output().scale == 3);
}

/// Two monitors for scripts, DP-7 and DP-8.
struct Pair {
    explicit Pair(const std::string& script)
        : desktop(script)
        , first(desktop.add("DP-7"))
        , second(desktop.add("DP-8")) {
        for (auto* monitor : {&first, &second}) {
            monitor->add_mode(1920, 1080, 60'000);
        }
    }

    void plug() {
        desktop.plug(first);
        desktop.plug(second);
    }

    Desktop desktop;
    Monitor& first;
    Monitor& second;
};

TEST_CASE("a change of which one monitor refuses its part leaves all as they were") {
    Pair pair("! wlr-randr --output DP-7 --scale 2 --output DP-8 --scale 2");
    pair.plug();
    pair.second.committed = [](const auto&, const wlr_output_state& state) {
        return (state.committed & WLR_OUTPUT_STATE_SCALE) == 0;
    };
    CHECK(pair.desktop.run() == 0);
    CHECK(pair.first.output().scale == 1);
    CHECK(pair.second.output().scale == 1);
    REQUIRE(pair.desktop.place(pair.second) != nullptr);
    CHECK(pair.desktop.place(pair.second)->x == pair.desktop.place(pair.first)->x + 1920);
}

TEST_CASE("a monitor that needs what another holds gets it in the same change") {
    Pair pair("wlr-randr --output DP-8 --on --output DP-7 --off");
    pair.second.tested = [&](const auto& output, const wlr_output_state& state) {
        return !turns_on(output, state) || !pair.first.output().enabled;
    };
    pair.plug();
    CHECK_FALSE(pair.second.output().enabled);
    CHECK(pair.desktop.run() == 0);
    CHECK_FALSE(pair.first.output().enabled);
    CHECK(pair.second.output().enabled);
    CHECK(pair.desktop.place(pair.first) == nullptr);
}

TEST_CASE("what was given up for a monitor that does not come is there again") {
    Pair pair("! wlr-randr --output DP-8 --on --output DP-7 --off");
    pair.second.tested = [](const auto& output, const wlr_output_state& state) {
        return !turns_on(output, state);
    };
    pair.plug();
    CHECK(pair.desktop.run() == 0);
    CHECK(pair.first.output().enabled);
    CHECK(pair.first.output().width == 1920);
    CHECK(pair.desktop.place(pair.first) != nullptr);
    CHECK_FALSE(pair.second.output().enabled);
}

} // namespace
} // namespace exwm_vr::test
