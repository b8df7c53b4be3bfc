// SPDX-License-Identifier: MIT
// fcitx5, unmodified, as the input method of an unmodified terminal.
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace exwm_vr::test {
namespace {

/// Vietnamese by Telex rules from the start: "aa" makes â, a trailing j a dot below.
void write_profile(const std::filesystem::path& home) {
    std::filesystem::create_directories(home / ".config/fcitx5");
    std::ofstream(home / ".config/fcitx5/profile") << R"([Groups/0]
Name=Default
Default Layout=us
DefaultIM=unikey

[Groups/0/Items/0]
Name=unikey
Layout=

[GroupOrder]
0=Default
)";
}

/// fcitx5 and a session bus for it, with a home in the session's folder.
std::unique_ptr<Process> start_fcitx(Session& session) {
    const auto home = session.folder() / "home";
    write_profile(home);
    auto started = session.start(
        {"env",
         "HOME=" + home.string(),
         "XDG_CONFIG_HOME=" + (home / ".config").string(),
         "DISPLAY=",
         "dbus-run-session",
         "--",
         "fcitx5",
         "--disable=xcb,xim,notificationitem,ibusfrontend,fcitx4frontend"}
    );
    return started;
}

void wait_for_text(Session& session, const std::filesystem::path& file, const std::string& text) {
    // Each picture is a turn of the compositor's loop, and gives the programs time.
    session.wait_for_picture(
        [&](const auto&) { return read_file(file).ends_with(text); }, "the text " + text
    );
}

/// A key at a time, as a hand would: foot ignores text that comes while it tells where its cursor
/// is, so that of a burst of keys some letters may be missing.
void type(Session& session, const std::string& text) {
    for (const char key : text) {
        session.ctl({"type", std::string(1, key)});
    }
}

TEST_CASE("fcitx5 makes letters with accents of the keys, and lets go when it ends") {
    Session session;
    const auto typed = session.folder() / "typed";
    const auto fcitx = start_fcitx(session);
    const auto terminal = session.start({"foot", "sh", "-c", "cat > " + typed.string()});
    session.wait_for_window("foot");
    // It is there once a letter comes out changed; until then keys go past it.
    session.wait_for_picture(
        [&](const auto&) {
            session.ctl({"type", "aa\n"});
            return read_file(typed).ends_with("â\n");
        },
        "an input method"
    );
    type(session, "Vieejt Nam\n");
    wait_for_text(session, typed, "Việt Nam\n");

    fcitx->signal_group(SIGKILL);
    fcitx->wait();
    session.ctl({"type", "no metthod\n"});
    wait_for_text(session, typed, "no metthod\n");
}

} // namespace
} // namespace exwm_vr::test
