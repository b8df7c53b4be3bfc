// SPDX-License-Identifier: MIT
#include "support/session.hpp"

#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/screenshot.hpp"
#include "image/png.hpp"
#include "ipc/sexp.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <set>
#include <span>

namespace exwm_vr::test {
namespace {

// Flat colours and no decoration, so that a test can count pixels.
constexpr const char* plain_config = R"(windows:
  gap: 0
  border: 0
appearance:
  background: "#000000"
)";

ctl::Deadline deadline() {
    return ctl::Deadline::after(patience);
}

template <typename Outcome>
auto must(Outcome outcome, const std::string& what) {
    INFO(what);
    if (!outcome) {
        FAIL(outcome.error().message);
    }
    if constexpr (!std::is_void_v<typename Outcome::value_type>) {
        return std::move(*outcome);
    }
}

/// The line that the compositor writes when it is ready; empty when it ended instead.
std::string read_line(int fd) {
    std::string line;
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    const auto limit = static_cast<int>(std::chrono::milliseconds(patience).count());
    while (poll(&waiting, 1, limit) > 0) {
        char byte = 0;
        if (read(fd, &byte, 1) != 1 || byte == '\n') {
            break;
        }
        line += byte;
    }
    return line;
}

} // namespace

std::string program(const char* variable) {
    const char* path = std::getenv(variable);
    INFO(variable << " names the program under test; meson sets it");
    REQUIRE(path != nullptr);
    return path;
}

TemporaryFolder::TemporaryFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "exwm-vr-test-XXXXXX").string();
    REQUIRE(mkdtemp(path.data()) != nullptr);
    path_ = path;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Session::Session()
    : Session(Options{}) {}

Session::Session(const Options& options)
    : exceptions_(std::uncaught_exceptions()) {
    const auto config = folder() / "config.yaml";
    std::ofstream(config) << (options.config.empty() ? plain_config : options.config);
    std::vector<std::string> arguments{
        program("EXWM_VR"), "--headless", "--config", config.string(), "--ready-fd", "3"
    };
    for (const auto& output : options.outputs) {
        arguments.insert(arguments.end(), {"--output", output});
    }
    arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    const Fd readable(ends[0]);
    Fd writable(ends[1]);
    compositor_ = std::make_unique<Process>(Process::Options{
        .arguments = arguments,
        .environment = environment(),
        .output = folder() / "compositor",
        .input = {},
        .pass_fd = writable.get(),
    });
    writable.reset();
    display_ = read_line(readable.get());
    if (display_.empty()) {
        FAIL("the compositor does not start:\n" << log());
    }
}

Session::~Session() noexcept(false) {
    wayland_.reset();
    ipc_.reset();
    if (std::uncaught_exceptions() > exceptions_) {
        std::cerr << "the compositor said:\n" << log(); // the test has failed already
        return;
    }
    compositor_->signal(SIGTERM);
    const int status = compositor_->wait();
    INFO("the compositor said:\n" << log());
    CHECK(status == 0);
    CHECK(log().find(" error ") == std::string::npos);
}

std::map<std::string, std::string> Session::environment() const {
    return {
        {"XDG_RUNTIME_DIR", folder().string()},
        {"HOME", folder().string()},
        {"XDG_CONFIG_HOME", ""},
        {"XDG_CACHE_HOME", ""},
        {"XDG_DATA_HOME", ""},
        {"XDG_STATE_HOME", ""},
        {"WAYLAND_DISPLAY", display_},
        {"WAYLAND_SOCKET", ""},
        {"DISPLAY", ""},
        {"DBUS_SESSION_BUS_ADDRESS", ""},
        {"EXWM_VR_IPC", ipc_path().string()},
        {"GDK_BACKEND", "wayland"},
        {"GSK_RENDERER", "cairo"},
        {"GSETTINGS_BACKEND", "memory"},
        {"GTK_A11Y", "none"},
        {"NO_AT_BRIDGE", "1"},
        {"QT_QPA_PLATFORM", "wayland"},
        {"LC_ALL", "C.UTF-8"},
    };
}

std::unique_ptr<Process>
Session::start(std::vector<std::string> arguments, const std::string& input) {
    const auto name = std::filesystem::path(arguments.front()).filename().string();
    return std::make_unique<Process>(Process::Options{
        .arguments = std::move(arguments),
        .environment = environment(),
        .output = folder() / (name + '-' + std::to_string(++started_)),
        .input = input,
        .pass_fd = -1,
    });
}

std::string Session::run(std::vector<std::string> arguments, const std::string& input) {
    std::string line;
    for (const auto& argument : arguments) {
        line += argument + ' ';
    }
    const auto process = start(std::move(arguments), input);
    const int status = process->wait();
    INFO(line << "said: " << process->errors());
    REQUIRE(status == 0);
    return process->output();
}

std::string Session::ctl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program("EXWM_VRCTL"));
    return run(std::move(arguments));
}

ctl::IpcClient& Session::ipc() {
    if (!ipc_) {
        ipc_ = must(
            ctl::IpcClient::open(ipc_path(), ctl::IpcClient::Events::all, deadline()),
            "connecting to IPC"
        );
    }
    return *ipc_;
}

ipc::Value Session::request(const std::string& text) {
    const auto message = ipc::parse('(' + text + ')');
    INFO(text);
    REQUIRE(message);
    auto reply = must(ipc().exchange(*message, deadline()), text);
    INFO(ipc::print(reply));
    const auto* status = ctl::plist_get(reply, "status");
    REQUIRE(status != nullptr);
    REQUIRE(ipc::print(*status) == ":ok");
    return reply;
}

ctl::Connection& Session::wayland() {
    if (!wayland_) {
        wayland_ = must(
            ctl::Connection::open((folder() / display_).string(), deadline()),
            "connecting to the display"
        );
    }
    return *wayland_;
}

std::vector<Window> Session::windows() {
    auto windows = ctl::read_windows(request(":type :surface-list"));
    REQUIRE(windows);
    return *windows;
}

Window Session::wait_for_window(const std::string& app_id) {
    return wait_for_window(
        [&](const Window& window) { return window.app_id == app_id; }, "with app id " + app_id
    );
}

Window Session::wait_for_window(
    const std::function<bool(const Window&)>& wanted, const std::string& description
) {
    for (;;) {
        const auto now = windows();
        if (const auto found = std::ranges::find_if(now, wanted); found != now.end()) {
            return *found;
        }
        must(ipc().next_event(deadline()), "waiting for a window " + description);
    }
}

void Session::wait_for_no_window(const std::string& app_id) {
    while (std::ranges::contains(windows(), app_id, &Window::app_id)) {
        must(ipc().next_event(deadline()), "waiting for the end of " + app_id);
    }
}

Image Session::screenshot(const std::string& output) {
    // Outputs may have come and gone since the connection last looked.
    must(wayland().roundtrip(deadline()), "a round trip");
    const auto outputs = must(ctl::Outputs::open(wayland(), deadline()), "listing outputs");
    const auto* found = outputs->find(output);
    INFO("output " << output);
    REQUIRE(found != nullptr);
    return must(ctl::capture_output(wayland(), *found, false, deadline()), "capturing " + output);
}

Image Session::wait_for_picture(
    const std::function<bool(const Image&)>& wanted,
    const std::string& description,
    const std::string& output
) {
    const auto limit = deadline();
    for (;;) {
        auto image = screenshot(output);
        if (wanted(image)) {
            return image;
        }
        INFO("waiting for a picture with " << description);
        REQUIRE_FALSE(limit.passed());
    }
}

std::string Session::log() const {
    return compositor_->errors();
}

Image read_picture(const std::filesystem::path& file) {
    const auto bytes = read_file(file);
    return must(decode_png(std::as_bytes(std::span(bytes))), file.string());
}

int count_pixels(const Image& image, Pixel colour, Box part) {
    constexpr int tolerance = 8;
    const auto near = [](std::uint8_t a, std::uint8_t b) { return std::abs(a - b) <= tolerance; };
    const auto area = part.intersection(image.bounds());
    int count = 0;
    for (int y = area.y; y < area.y + area.height; ++y) {
        for (int x = area.x; x < area.x + area.width; ++x) {
            const auto pixel = image.pixel(x, y);
            count += near(pixel.red, colour.red) && near(pixel.green, colour.green) &&
                     near(pixel.blue, colour.blue);
        }
    }
    return count;
}

int count_pixels(const Image& image, Pixel colour) {
    return count_pixels(image, colour, image.bounds());
}

int count_colours(const Image& image, Box part, int limit) {
    const auto area = part.intersection(image.bounds());
    std::set<std::uint32_t> colours;
    for (int y = area.y; y < area.y + area.height; ++y) {
        const auto row = image.row(y);
        for (int x = area.x; x < area.x + area.width; ++x) {
            colours.insert(row[static_cast<std::size_t>(x)]);
            if (static_cast<int>(colours.size()) >= limit) {
                return limit;
            }
        }
    }
    return static_cast<int>(colours.size());
}

} // namespace exwm_vr::test
