// SPDX-License-Identifier: MIT
// The X server's life, and X11 programs as people have them.
#include "support/session.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>

#include <fstream>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};

TEST_CASE("the X server is started by the first X11 program, and ends with the compositor") {
    pid_t server = 0;
    {
        X11Session x11;
        CHECK(x11.server_pid() == 0);
        const auto eyes = x11.start({"xeyes"});
        x11.session.wait_for_window("XEyes");
        server = x11.server_pid();
        CHECK(server != 0);
    }
    wait_for_end(server);
}

TEST_CASE("xterm is shown, listed, focused and typed into") {
    X11Session x11;
    auto& session = x11.session;
    const auto typed = (session.folder() / "typed").string();
    const auto xterm = x11.start(
        {"xterm", "-bg", "#ff0000", "-T", "an xterm", "-e", "sh", "-c", "head -n 1 > " + typed}
    );
    const auto window = session.wait_for_window("XTerm");
    CHECK(window.x11);
    CHECK(window.pid == xterm->pid());
    CHECK(window.title == "an xterm");
    CHECK(window.focused);
    CHECK(window.mode == "tiled");
    CHECK(window.box == Box{0, 0, 1280, 720});
    CHECK(session.ctl({"list"}).contains("XTerm"));
    session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, red) > 1280 * 720 * 9 / 10; },
        "all of the xterm"
    );
    // The delay gives the xterm time to take in the keyboard that the text is typed on.
    session.ctl({"type", "--delay", "50ms", "hello, X é\n"});
    xterm->wait();
    CHECK(read_file(typed) == "hello, X é\n");
    session.wait_for_no_window("XTerm");
}

TEST_CASE("an X11 window is closed on request") {
    X11Session x11;
    const auto xterm = x11.start({"xterm"});
    const auto window = x11.session.wait_for_window("XTerm");
    x11.session.ctl({"close", std::to_string(window.id)});
    xterm->wait();
    x11.session.wait_for_no_window("XTerm");
}

TEST_CASE("a crashed X server takes its windows with it, and the next program gets another") {
    X11Session x11;
    auto& session = x11.session;
    for (int i = 0; i < 3; ++i) {
        const auto xterm = x11.start({"xterm"});
        const auto eyes = x11.start({"xeyes"});
        session.wait_for_window("XTerm");
        session.wait_for_window("XEyes");
        const auto server = x11.server_pid();
        REQUIRE(server != 0);
        kill(server, SIGKILL);
        session.wait_for_no_window("XTerm");
        session.wait_for_no_window("XEyes");
        CHECK(session.windows().empty());
        xterm->wait();
        wait_for_end(server);
    }
    const auto xterm = x11.start({"xterm", "-bg", "#ff0000"});
    CHECK(session.wait_for_window("XTerm").focused);
    session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, red) > 1000; }, "the xterm"
    );
    const auto wl = session.start({"foot"});
    session.wait_for_window("foot");
}

TEST_CASE("what X says while a window gets its surface is heard") {
    // wlroots then waits for answers, and takes in what else comes.
    X11Session x11;
    X11Client client(x11.display());
    constexpr int times = 80;
    constexpr int most_apart = 40;
    for (int i = 0; i < times; ++i) {
        X11Window::Options menu;
        menu.override_redirect = true;
        const X11Window first(client, menu);
        for (int answers = 0; answers < i % most_apart; ++answers) {
            static_cast<void>(client.property(client.screen().root, "_NET_WORKAREA"));
        }
        X11Window::Options window;
        window.name = "window " + std::to_string(i);
        const X11Window second(client, window);
        x11.session.wait_for_window(
            [&](const auto& shown) { return shown.title == window.name; }, window.name
        );
    }
}

TEST_CASE("the clipboard and the primary selection go both ways") {
    X11Session x11;
    auto& session = x11.session;
    // X11 programs get at the clipboard only while one of them has the focus.
    const auto xterm = x11.start({"xterm"});
    session.wait_for_window("XTerm");
    for (const std::string kind : {"clipboard", "primary"}) {
        INFO(kind);
        std::vector<std::string> copy{"wl-copy"};
        std::vector<std::string> paste{"wl-paste", "--no-newline"};
        if (kind == "primary") {
            copy.emplace_back("--primary");
            paste.emplace_back("--primary");
        }
        const auto to_x11 = session.start(copy, "Wayland ü " + kind);
        CHECK(to_x11->wait() == 0);
        const auto pasted = x11.start({"xclip", "-out", "-selection", kind});
        CHECK(pasted->wait() == 0);
        CHECK(pasted->output() == "Wayland ü " + kind);

        const auto to_wayland = x11.start({"xclip", "-in", "-selection", kind}, "X11 ü " + kind);
        CHECK(to_wayland->wait() == 0);
        wait_until(
            [&] { return session.run(paste).contains("X11"); }, "the selection of an X11 program"
        );
        CHECK(session.run(paste) == "X11 ü " + kind);
    }
}

TEST_CASE("the config switches X11 programs off and on") {
    X11Session x11(
        {.outputs = {"1280x720"},
         .config = "xwayland: {enabled: false}\n",
         .arguments = {"--log-level", "info"}}
    );
    auto& session = x11.session;
    const auto print_display = [&] {
        const auto file = (session.folder() / "display").string();
        session.ctl(
            {"spawn", "printf '%s.' \"$DISPLAY\" > " + file + ".new; mv " + file + ".new " + file}
        );
        wait_until([&] { return std::filesystem::exists(file); }, "a spawned command");
        auto display = read_file(file);
        std::filesystem::remove(file);
        return display;
    };
    CHECK(x11.display().empty());
    CHECK(print_display() == ".");
    CHECK_FALSE(session.run({"wayland-info"}).contains("xwayland_shell"));
    std::ofstream(session.folder() / "config.yaml") << "xwayland: {enabled: true}\n";
    session.ctl({"reload"});
    REQUIRE_FALSE(x11.display().empty());
    CHECK(print_display() == x11.display() + ".");
    const auto xterm = x11.start({"xterm"});
    session.wait_for_window("XTerm");
    // Only the X server itself may see its protocol.
    CHECK_FALSE(session.run({"wayland-info"}).contains("xwayland_shell"));
    std::ofstream(session.folder() / "config.yaml") << "xwayland: {enabled: false}\n";
    session.ctl({"reload"});
    session.wait_for_no_window("XTerm");
    CHECK(print_display() == ".");
}

TEST_CASE("a desktop without Xwayland installed is none the worse") {
    setenv("WLR_XWAYLAND", "/nonexistent/Xwayland", 1);
    X11Session x11;
    unsetenv("WLR_XWAYLAND");
    CHECK(x11.display().empty());
    CHECK(x11.session.log().contains("info X11 programs cannot be shown"));
    const auto foot = x11.session.start({"foot"});
    x11.session.wait_for_window("foot");
}

TEST_CASE("an Xwayland that does not start harms nobody, and is tried again") {
    TemporaryFolder folder;
    const auto program = folder.path() / "Xwayland";
    const auto write = [&](const std::string& text) {
        std::ofstream(program.string() + ".new") << "#!/bin/sh\n" << text;
        std::filesystem::permissions(program.string() + ".new", std::filesystem::perms::owner_all);
        std::filesystem::rename(program.string() + ".new", program);
    };
    write("exit 1\n");
    setenv("WLR_XWAYLAND", program.c_str(), 1);
    X11Session x11;
    unsetenv("WLR_XWAYLAND");
    const auto listenings = [&] {
        const auto log = x11.session.log();
        int count = 0;
        for (auto at = log.find("info X11 display "); at != std::string::npos;
             at = log.find("info X11 display ", at + 1)) {
            ++count;
        }
        return count;
    };
    for (int i = 1; i <= 3; ++i) {
        const auto eyes = x11.start({"xeyes"});
        CHECK(eyes->wait() != 0);
        wait_until([&] { return listenings() == i + 1; }, "listening again");
    }
    write("exec Xwayland \"$@\"\n");
    const auto eyes = x11.start({"xeyes"});
    x11.session.wait_for_window("XEyes");
}

} // namespace
} // namespace exwm_vr::test
