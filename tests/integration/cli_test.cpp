// SPDX-License-Identifier: MIT
// exwm-vr as scripts and CI jobs start it.
#include "base/fd.hpp"
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>

namespace exwm_vr::test {
namespace {

struct Run {
    int status = 0;
    std::string output;
    std::string errors;
};

/// Runs exwm-vr to its end with an environment as bare as in a container.
Run run(
    const TemporaryFolder& folder,
    std::vector<std::string> arguments,
    const std::string& runtime_dir = {}
) {
    arguments.insert(arguments.begin(), program("EXWM_VR"));
    Process process({
        .arguments = std::move(arguments),
        .environment =
            {{"XDG_RUNTIME_DIR", runtime_dir},
             {"TMPDIR", folder.path().string()},
             {"HOME", folder.path().string()},
             {"XDG_CONFIG_HOME", ""},
             {"WAYLAND_DISPLAY", ""},
             {"WAYLAND_SOCKET", ""},
             {"DISPLAY", ""},
             {"EXWM_VR_IPC", ""}},
        .output = folder.path() / "out",
        .input = {},
        .pass_fd = -1,
    });
    const int status = process.wait();
    return {.status = status, .output = process.output(), .errors = process.errors()};
}

TEST_CASE("a command runs inside and its status comes out, without any runtime folder") {
    const TemporaryFolder folder;
    const auto ok = run(folder, {"--headless", "--exit-with-command", "--", "foot", "-e", "true"});
    CHECK(ok.status == 0);
    CHECK(
        run(folder, {"--headless", "--exit-with-command", "--", "sh", "-c", "exit 7"}).status == 7
    );
    CHECK(
        run(folder, {"--headless", "--exit-with-command", "--", "sh", "-c", "kill -KILL $$"})
            .status == 128 + SIGKILL
    );
    // The private runtime folder is gone: only the test's own two files are left.
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        CHECK_FALSE(entry.path().filename().string().starts_with("exwm-vr-"));
    }
}

TEST_CASE("options after -- belong to the command") {
    const TemporaryFolder folder;
    const auto result = run(
        folder,
        {"--headless", "--exit-with-command", "--", "sh", "-c", "echo \"$0 $1\"", "--help", "x"}
    );
    CHECK(result.status == 0);
    CHECK(result.output == "--help x\n");
}

TEST_CASE("one line says what draws and why; headless start prints no warning") {
    const TemporaryFolder folder;
    const auto result = run(folder, {"--headless", "--exit-with-command", "--", "true"});
    CHECK(result.errors.contains("backend headless (asked for), renderer "));
    CHECK_FALSE(result.errors.contains(" warn "));
    CHECK_FALSE(result.errors.contains(" error "));
}

TEST_CASE("a command that is not there is an error") {
    const TemporaryFolder folder;
    const auto result =
        run(folder, {"--headless", "--exit-with-command", "--", "/no/such/program"});
    CHECK(result.status == 1);
    CHECK(result.errors.contains("/no/such/program"));
}

TEST_CASE("bad usage ends with status 2 and names the option") {
    const TemporaryFolder folder;
    for (const auto& [arguments, named] :
         std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"--no-such-option"}, "--no-such-option"},
             {{"--headless", "--output", "huge"}, "--output"},
             {{"--headless", "--renderer", "crayon"}, "--renderer"},
             {{"--headless", "--log-level", "shout"}, "--log-level"},
             {{"--headless", "--exit-with-command"}, "--exit-with-command"},
             {{"--headless", "--nested"}, "--nested"},
         }) {
        const auto result = run(folder, arguments);
        INFO(result.errors);
        CHECK(result.status == 2);
        CHECK(result.errors.contains(named));
    }
}

TEST_CASE("--help and --version go to standard output") {
    const TemporaryFolder folder;
    const auto help = run(folder, {"--help"});
    CHECK(help.status == 0);
    CHECK(help.output.contains("--exit-with-command"));
    CHECK(help.errors.empty());
    CHECK(run(folder, {"--version"}).output.starts_with("exwm-vr "));
}

TEST_CASE("without any display the error comes at once and says what to do") {
    const TemporaryFolder folder;
    if (std::filesystem::exists("/dev/dri")) {
        SKIP("this machine has a KMS device");
    }
    const auto result = run(folder, {"--exit-with-command", "--", "true"});
    CHECK(result.status == 1);
    CHECK(result.errors.contains("--headless"));
}

TEST_CASE("--require-gpu refuses software rendering") {
    const TemporaryFolder folder;
    const auto result = run(
        folder,
        {"--headless", "--renderer", "pixman", "--require-gpu", "--exit-with-command", "--", "true"}
    );
    CHECK(result.status == 1);
    CHECK(result.errors.contains("--require-gpu"));
}

TEST_CASE("--dump-config prints a config that is accepted") {
    const TemporaryFolder folder;
    const auto dumped = run(folder, {"--dump-config"});
    CHECK(dumped.status == 0);
    const auto file = folder.path() / "dumped.yaml";
    std::ofstream(file) << dumped.output;
    CHECK(run(folder, {"--config", file.string(), "--check-config"}).status == 0);
}

TEST_CASE("a config error names file, line and key") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "bad.yaml";
    std::ofstream(file) << "keyboard:\n  repeat_rate: fast\n";
    const auto result = run(folder, {"--headless", "--config", file.string(), "--", "true"});
    CHECK(result.status == 1);
    CHECK(result.errors.contains("bad.yaml:2:"));
    CHECK(result.errors.contains("repeat_rate"));
}

TEST_CASE("two compositors in one runtime folder do not take each other's sockets") {
    Session session;
    const TemporaryFolder folder;
    const auto second =
        run(folder, {"--headless", "--exit-with-command", "--", "true"}, session.folder().string());
    CHECK(second.status == 1);
    CHECK(second.errors.contains("ewwm-ipc.sock"));
    const auto third =
        run(folder,
            {"--headless",
             "--ipc-socket",
             (folder.path() / "other.sock").string(),
             "--exit-with-command",
             "--",
             "sh",
             "-c",
             "echo $WAYLAND_DISPLAY"},
            session.folder().string());
    CHECK(third.status == 0);
    CHECK(third.output != session.display() + '\n');
    CHECK(session.ctl({"list", "--json"}).starts_with("["));
}

TEST_CASE("SIGHUP reads the config again, and a bad one changes nothing") {
    Session session;
    const auto config = session.folder() / "config.yaml";
    const auto blue = [](const auto& image) {
        return count_pixels(image, {0, 0, 255, 255}) == 1280 * 720;
    };
    std::ofstream(config) << "appearance:\n  background: \"#0000ff\"\n";
    session.compositor().signal(SIGHUP);
    session.wait_for_picture(blue, "the new background");
    std::ofstream(config) << "appearance:\n  background: 7\n";
    const auto reply = ipc::parse("(:type :config-reload)");
    const auto answer = session.ipc().exchange(*reply);
    REQUIRE(answer);
    CHECK(ipc::print(*answer).contains("config.yaml:2:"));
    CHECK(blue(session.screenshot()));
    std::ofstream(config) << "appearance:\n  background: \"#000000\"\n";
}

TEST_CASE("nested in another compositor it is a window there, and follows its size") {
    Session session;
    const auto ipc = session.folder() / "nested.sock";
    const auto nested = session.start(
        {program("EXWM_VR"),
         "--nested",
         "--output",
         "inner:640x480",
         "--ipc-socket",
         ipc.string(),
         "--",
         "foot",
         "-e",
         "cat"}
    );
    const auto window =
        session.wait_for_window([](const auto&) { return true; }, "of the inner one");
    CHECK(window.box == Box{0, 0, 1280, 720});
    // What the inner one shows reaches the outer one's screen: foot's grey.
    session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, {0x24, 0x24, 0x24, 255}) > 1200 * 600; },
        "a terminal in it"
    );
    session.ctl({"output", "set", "HEADLESS-1", "--mode", "900x500"});
    session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, {0x24, 0x24, 0x24, 255}) > 800 * 400; },
        "the terminal in the new size"
    );
    CHECK(session.ctl({"list"}).contains("EXWM-VR: inner"));
    CHECK(session.ctl({"--socket", ipc.string(), "workspaces"}).contains("inner"));
    nested->signal(SIGTERM);
    CHECK(nested->wait() == 0);
}

TEST_CASE("SIGTERM ends clients, children and sockets") {
    const TemporaryFolder folder;
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    const Fd readable(ends[0]);
    Fd writable(ends[1]);
    Process process({
        .arguments =
            {program("EXWM_VR"),
             "--headless",
             "--",
             "sh",
             "-c",
             "foot -e sleep 1000 & " + program("EXWM_VRCTL") +
                 " wait window --app-id foot && echo ready; wait"},
        .environment =
            {{"XDG_RUNTIME_DIR", folder.path().string()},
             {"DISPLAY", ""},
             {"WAYLAND_DISPLAY", ""},
             {"EXWM_VR_IPC", ""}},
        .output = folder.path() / "out",
        .input = {},
        .pass_fd = writable.get(), // all that it starts have it, too
    });
    writable = {};
    wait_until(
        [&] { return process.output().contains("ready") || !process.running(); },
        "the terminal's window"
    );
    process.signal(SIGTERM);
    CHECK(process.wait() == 0);
    // Its other end is closed once the last of them is gone.
    pollfd waiting{.fd = readable.get(), .events = POLLIN, .revents = 0};
    const auto limit = static_cast<int>(std::chrono::milliseconds(patience).count());
    CHECK(poll(&waiting, 1, limit) == 1);
    CHECK(waiting.revents == POLLHUP);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "wayland-0"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "ewwm-ipc.sock"));
}

} // namespace
} // namespace exwm_vr::test
