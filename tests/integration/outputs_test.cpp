// SPDX-License-Identifier: MIT
// Virtual outputs come, change and go while clients run.
#include "base/format.hpp"
#include "ctl/wayland/outputs.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>
#include <wlr-output-power-management-unstable-v1-client-protocol.h>

#include <filesystem>
#include <fstream>
#include <functional>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};

/// A session with a window of one colour on its first output.
struct Desktop {
    explicit Desktop(std::vector<std::string> outputs = {"1280x720"})
        : session({.outputs = std::move(outputs), .config = {}, .arguments = {}})
        , client((session.folder() / session.display()).string())
        , window(
              client,
              {.app_id = "red",
               .title = "red",
               .size = {200, 150},
               .colour = red,
               .fixed_size = false,
               .parent = nullptr,
               .fullscreen = false}
          ) {
        const auto box = session.wait_for_window("red").box;
        client.wait_until([&] { return window.size() == box.size(); }, "its size");
        client.roundtrip();
    }

    /// Handles the client's events until the compositor lists the window as wanted.
    Window wait_for(const std::function<bool(const Window&)>& wanted, const std::string& what) {
        const auto found = session.wait_for_window(
            [&](const auto& listed) { return listed.app_id == "red" && wanted(listed); }, what
        );
        client.roundtrip();
        return found;
    }

    Session session;
    WaylandClient client;
    WaylandWindow window;
};

int covered(const Image& image, Pixel colour) {
    return count_pixels(image, colour);
}

TEST_CASE("an output is created with a name, and removed") {
    Desktop desktop;
    auto& session = desktop.session;
    session.request(":type :output-add :spec \"left:800x600@75*2\"");
    CHECK(session.screenshot("left").size() == Size{800, 600});
    const auto listed = session.ctl({"output", "list"});
    CHECK(listed.contains("left"));
    CHECK(listed.contains("800x600"));
    session.request(":type :output-remove :name \"left\"");
    CHECK_FALSE(session.ctl({"output", "list"}).contains("left"));
    CHECK(covered(session.screenshot(), red) == 1280 * 720);
}

TEST_CASE("an output without a position goes where there is room beside one that has one") {
    Session session({.outputs = {"a:800x600", "b:1000x700+800+0"}, .config = {}, .arguments = {}});
    CHECK(session.ctl({"outputs"}).contains("800x600+0+0"));
    session.ctl({"output", "set", "a", "--mode", "900x600"});
    CHECK(session.ctl({"outputs"}).contains("900x600+1800+0"));
    session.ctl({"output", "remove", "b"});
    CHECK(session.ctl({"outputs"}).contains("900x600+0+0"));
}

TEST_CASE("a reload undoes rules that are gone and what was set besides") {
    Desktop desktop({"one:800x600", "two:640x480"});
    auto& session = desktop.session;
    const auto config = session.folder() / "config.yaml";
    std::ofstream(config) << "outputs:\n"
                             "  - {match: one, scale: 2, transform: 90, position: [100, 50]}\n"
                             "  - {match: two, enabled: false}\n";
    const auto before = session.ctl({"outputs"});
    session.ctl({"reload"});
    const auto ruled = session.ctl({"outputs"});
    CHECK(ruled.contains("300x400+100+50"));
    CHECK_FALSE(ruled == before);
    session.ctl({"output", "set", "one", "--mode", "1000x500"});
    std::ofstream(config) << "outputs: []\n";
    session.ctl({"reload"});
    CHECK(session.ctl({"outputs"}) == before);
}

TEST_CASE("a second output of the same name is refused and nothing changes") {
    Desktop desktop;
    const auto reply = ipc::parse("(:type :output-add :spec \"HEADLESS-1:640x480\")");
    const auto answer = desktop.session.ipc().exchange(*reply);
    REQUIRE(answer);
    CHECK(ipc::print(*ctl::plist_get(*answer, "status")) == ":error");
    CHECK(ipc::print(*answer).contains("HEADLESS-1"));
    CHECK(desktop.session.ctl({"--json", "output", "list"}).contains("1280"));
}

TEST_CASE("an output is resized and its windows with it") {
    Desktop desktop;
    auto& session = desktop.session;
    session.ctl({"output", "set", "HEADLESS-1", "--mode", "1000x500@90"});
    desktop.wait_for([](const auto& w) { return w.box == Box{0, 0, 1000, 500}; }, "resized");
    desktop.client.wait_until(
        [&] { return desktop.window.size() == Size{1000, 500}; }, "the new size"
    );
    const auto image = session.wait_for_picture(
        [&](const auto& picture) {
            desktop.client.roundtrip();
            return covered(picture, red) == 1000 * 500;
        },
        "all red"
    );
    CHECK(image.size() == Size{1000, 500});
}

TEST_CASE("an output is scaled and turned, and its windows fit") {
    Desktop desktop;
    auto& session = desktop.session;
    session.ctl({"output", "set", "HEADLESS-1", "--scale", "1.5"});
    desktop.wait_for([](const auto& w) { return w.box.width == 853; }, "in logical px");
    desktop.client.wait_until([&] { return desktop.window.size().width == 853; }, "the new size");
    session.ctl({"output", "set", "HEADLESS-1", "--scale", "1", "--transform", "90"});
    desktop.wait_for([](const auto& w) { return w.box == Box{0, 0, 720, 1280}; }, "upright");
    desktop.client.wait_until(
        [&] { return desktop.window.size() == Size{720, 1280}; }, "the turned size"
    );
    const auto image = session.wait_for_picture(
        [&](const auto& picture) {
            desktop.client.roundtrip();
            return covered(picture, red) == 720 * 1280;
        },
        "all red"
    );
    CHECK(image.size() == Size{720, 1280});
}

TEST_CASE("an output is turned off, its windows go to another and come back") {
    Desktop desktop({"one:800x600", "two:640x480"});
    auto& session = desktop.session;
    desktop.wait_for([](const auto& w) { return w.output == "one"; }, "on the first output");
    session.ctl({"output", "set", "one", "--off"});
    desktop.wait_for([](const auto& w) { return w.output == "two"; }, "on the second output");
    desktop.client.wait_until(
        [&] { return desktop.window.size() == Size{640, 480}; }, "the second output's size"
    );
    session.ctl({"output", "set", "one", "--on"});
    desktop.wait_for([](const auto& w) { return w.output == "one"; }, "back");
    desktop.client.wait_until(
        [&] { return desktop.window.size() == Size{800, 600}; }, "the first output's size"
    );
    session.wait_for_picture(
        [&](const auto& picture) {
            desktop.client.roundtrip();
            return covered(picture, red) == 800 * 600;
        },
        "red",
        "one"
    );
}

TEST_CASE("adaptive sync that an output has not is refused, with what goes along with it") {
    Desktop desktop;
    auto& session = desktop.session;
    const auto process = session.start(
        {program("EXWM_VRCTL"), "output", "set", "HEADLESS-1", "--adaptive-sync", "on"} //
    );
    CHECK(process->wait() == 1);
    CHECK(process->errors().contains("will not set output HEADLESS-1"));
    const auto raw = session.start(
        {program("EXWM_VRCTL"),
         "raw",
         "(:type :output-set :output \"HEADLESS-1\" :adaptive-sync \"on\" :scale 2)"}
    );
    CHECK(raw->wait() == 1);
    CHECK(raw->output().contains("output HEADLESS-1 has no adaptive sync"));
    CHECK(session.ctl({"--json", "output", "list"}).contains("\"scale\": 1.0"));
    session.ctl({"output", "set", "HEADLESS-1", "--adaptive-sync", "off"});
}

TEST_CASE("an output is removed while it is off") {
    Desktop desktop({"one:800x600", "two:640x480"});
    auto& session = desktop.session;
    session.ctl({"output", "set", "two", "--off"});
    session.ctl({"output", "remove", "two"});
    CHECK_FALSE(session.ctl({"output", "list"}).contains("two"));
    CHECK(covered(session.screenshot("one"), red) == 800 * 600);
}

TEST_CASE("the last output is removed, and windows wait for the next") {
    Desktop desktop;
    auto& session = desktop.session;
    session.request(":type :output-remove :name \"HEADLESS-1\"");
    desktop.client.roundtrip();
    const WaylandWindow second(
        desktop.client,
        {.app_id = "green",
         .title = "green",
         .size = {100, 100},
         .colour = green,
         .fixed_size = false,
         .parent = nullptr,
         .fullscreen = false}
    );
    session.wait_for_window("green");
    session.request(":type :output-add :spec \"new:640x480\"");
    desktop.wait_for([](const auto& w) { return w.output == "new"; }, "on the new output");
    desktop.client.wait_until(
        [&] { return desktop.window.size().height == 480; }, "a place on the new output"
    );
    session.wait_for_picture(
        [&](const auto& picture) {
            desktop.client.roundtrip();
            return covered(picture, red) + covered(picture, green) == 640 * 480;
        },
        "both windows",
        "new"
    );
}

/// The power of an output.
class Power {
public:
    explicit Power(Session& session, const std::string& output = "HEADLESS-1")
        : connection_(session.wayland()) {
        const auto* global = connection_.find_global("zwlr_output_power_manager_v1");
        REQUIRE(global != nullptr);
        const auto outputs = ctl::Outputs::open(connection_, ctl::Deadline::after(patience));
        REQUIRE(outputs);
        const auto manager =
            connection_.bind_untyped(*global, zwlr_output_power_manager_v1_interface);
        power_ = zwlr_output_power_manager_v1_get_output_power(
            reinterpret_cast<zwlr_output_power_manager_v1*>(manager.get()),
            (*outputs)->find(output)->proxy.get()
        );
    }

    Power(const Power&) = delete;
    Power& operator=(const Power&) = delete;

    ~Power() { zwlr_output_power_v1_destroy(power_); }

    void set(zwlr_output_power_v1_mode mode) {
        zwlr_output_power_v1_set_mode(power_, mode);
        REQUIRE(connection_.roundtrip(ctl::Deadline::after(patience)));
    }

private:
    ctl::Connection& connection_;
    zwlr_output_power_v1* power_ = nullptr;
};

TEST_CASE("rules that come while an output's power is off hold once it is on") {
    Desktop desktop({"one:800x600"});
    auto& session = desktop.session;
    std::ofstream(session.folder() / "config.yaml")
        << "windows: {gap: 0, border: 0}\n"
           "outputs:\n  - {match: one, mode: 1000x500, scale: 2}\n";
    Power power(session, "one");
    power.set(ZWLR_OUTPUT_POWER_V1_MODE_OFF);
    session.ctl({"reload"});
    power.set(ZWLR_OUTPUT_POWER_V1_MODE_ON);
    desktop.wait_for([](const auto& w) { return w.box == Box{0, 0, 500, 250}; }, "all of it");
    CHECK(session.ctl({"outputs"}).contains("1000x500"));
}

TEST_CASE("an output's power is turned off and on without moving windows") {
    Desktop desktop;
    auto& session = desktop.session;
    Power power(session);
    for (const auto mode : {ZWLR_OUTPUT_POWER_V1_MODE_OFF, ZWLR_OUTPUT_POWER_V1_MODE_ON}) {
        power.set(mode);
        const auto listed = session.request(":type :output-list");
        const bool on = ipc::print(listed).contains(":enabled t");
        CHECK(on == (mode == ZWLR_OUTPUT_POWER_V1_MODE_ON));
        const auto windows = session.windows();
        REQUIRE(windows.size() == 1);
        CHECK(windows.front().output == "HEADLESS-1");
        CHECK(windows.front().box == Box{0, 0, 1280, 720});
    }
    CHECK(covered(session.screenshot(), red) == 1280 * 720);
}

TEST_CASE("an output is removed while it is captured") {
    Desktop desktop({"one:800x600", "two:640x480"});
    auto& session = desktop.session;
    // Captured without end, by two programs, while the output comes and goes.
    const auto loop = [&](const std::string& command, const char* name) {
        const auto file = session.folder() / name;
        auto process =
            session.start({"sh", "-c", "while :; do " + command + " " + file.string() + "; done"});
        wait_until([&] { return std::filesystem::exists(file); }, "the first picture");
        return process;
    };
    const auto grim = loop("grim -o two", "loop.png");
    const auto ours = loop(program("EXWM_VRCTL") + " screenshot --output two", "ours.png");
    for (int round = 0; round < 20; ++round) {
        session.request(":type :output-remove :name \"two\"");
        session.request(formatted(":type :output-add :spec \"two:640x480@{}\"", 30 + round));
        CHECK(session.screenshot("two").size() == Size{640, 480});
    }
    CHECK(grim->running());
    CHECK(ours->running());
    grim->signal(SIGKILL);
    ours->signal(SIGKILL);
    CHECK(covered(session.screenshot("one"), red) == 800 * 600);
}

} // namespace
} // namespace exwm_vr::test
