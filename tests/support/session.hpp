// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/ipc_client.hpp"
#include "ctl/replies.hpp"
#include "ctl/wayland/connection.hpp"
#include "image/image.hpp"
#include "support/process.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {

/// The path in an environment variable that meson sets: EXWM_VR or EXWM_VRCTL.
[[nodiscard]] std::string program(const char* variable);

/// A folder that is gone when the test is.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

using Window = ctl::WindowInfo;

/// The real compositor, headless, in a runtime folder of its own, and what a test does with it.
/// Each function fails the test when what it asks for does not happen.
class Session {
public:
    struct Options {
        std::vector<std::string> outputs = {"1280x720"};
        std::string config;                 ///< YAML; empty: no borders and gaps, plain colours
        std::vector<std::string> arguments; ///< more command-line options
    };

    Session();
    explicit Session(const Options& options);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Ends the compositor by SIGTERM and checks that it ended well (also: no leak found).
    ~Session() noexcept(false);

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    [[nodiscard]] const std::string& display() const { return display_; }

    [[nodiscard]] std::filesystem::path ipc_path() const { return folder() / "ewwm-ipc.sock"; }

    [[nodiscard]] Process& compositor() { return *compositor_; }

    /// Starts a client of the compositor.
    [[nodiscard]] std::unique_ptr<Process>
    start(std::vector<std::string> arguments, const std::string& input = {});
    /// Runs a client to its end, which must be a success; its standard output.
    std::string run(std::vector<std::string> arguments, const std::string& input = {});
    /// The same for exwm-vrctl.
    std::string ctl(std::vector<std::string> arguments);

    /// An IPC connection with events, made at the first call.
    ctl::IpcClient& ipc();
    /// A request that must succeed; the reply. @p text is read as an s-expression's plist tail,
    /// such as `:type :workspace-switch :workspace 1`.
    ipc::Value request(const std::string& text);
    /// A Wayland connection, made at the first call.
    ctl::Connection& wayland();

    [[nodiscard]] std::vector<Window> windows();
    /// Waits until a window's state is as wanted, looking again at each event.
    Window wait_for_window(const std::string& app_id);
    Window wait_for_window(
        const std::function<bool(const Window&)>& wanted, const std::string& description
    );
    void wait_for_no_window(const std::string& app_id);

    [[nodiscard]] Image screenshot(const std::string& output = "HEADLESS-1");
    /// Takes pictures until one is as wanted; that one.
    Image wait_for_picture(
        const std::function<bool(const Image&)>& wanted,
        const std::string& description,
        const std::string& output = "HEADLESS-1"
    );

    /// What the compositor said so far.
    [[nodiscard]] std::string log() const;

    /// Variables for a client that is started some other way.
    [[nodiscard]] std::map<std::string, std::string> environment() const;

private:
    TemporaryFolder folder_;
    std::string display_;
    std::unique_ptr<Process> compositor_;
    std::unique_ptr<ctl::IpcClient> ipc_;
    std::unique_ptr<ctl::Connection> wayland_;
    int started_ = 0;
    int exceptions_ = 0;
};

/// The picture in a PNG file.
[[nodiscard]] Image read_picture(const std::filesystem::path& file);
/// How many pixels of @p part of a picture are of about a colour (within 8 a channel).
[[nodiscard]] int count_pixels(const Image& image, Pixel colour, Box part);
[[nodiscard]] int count_pixels(const Image& image, Pixel colour);
/// How many different colours a part of a picture has, at most @p limit.
[[nodiscard]] int count_colours(const Image& image, Box part, int limit = 64);

} // namespace exwm_vr::test
