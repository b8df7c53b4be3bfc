// SPDX-License-Identifier: MIT
#pragma once

#include "access/filter.hpp"
#include "base/error.hpp"
#include "base/fd.hpp"
#include "capture/capture.hpp"
#include "config/config.hpp"
#include "input/seat.hpp"
#include "ipc/server.hpp"
#include "lease/leases.hpp"
#include "output/management.hpp"
#include "output/outputs.hpp"
#include "passthrough/environment/report.hpp"
#include "scene/client_pictures.hpp"
#include "scene/scene.hpp"
#include "server/back_off.hpp"
#include "server/children.hpp"
#include "server/denials.hpp"
#include "server/desk.hpp"
#include "server/graphics.hpp"
#include "server/ipc_desktop.hpp"
#include "server/runtime_dir.hpp"
#include "server/service_manager.hpp"
#include "server/user_input.hpp"
#include "server/wake_watch.hpp"
#include "shell/decorations.hpp"
#include "shell/xwayland.hpp"

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace exwm_vr::server {

/// What the command line and the config file ask for.
struct Settings {
    config::Config config;
    std::function<Result<config::Config>()> load_config; ///< reads the file again
    bool lenient_config = false;                         ///< a bad file is no reason not to start
    std::string config_error; ///< why the file is not in force; empty: it is
    GraphicsWish graphics;
    /// What draws when a renderer was lost; else than make_drawing() for tests.
    std::function<Result<Drawing>(const GraphicsWish&, wlr_backend*)> draw = make_drawing;
    /// What draws while that does not; else than make_stop_gap() for tests.
    std::function<Result<Drawing>(const GraphicsWish&, const std::string& why, wlr_backend*)>
        draw_stop_gap = make_stop_gap;
    int draw_tries = BackOff::usual_tries; ///< until no GPU is waited for any more
    std::vector<config::OutputSpec> outputs;
    std::string socket;               ///< Wayland socket name; empty: the first free wayland-N
    std::filesystem::path ipc_socket; ///< empty: the default path
    std::vector<std::string> command; ///< started once the display is ready
    bool exit_with_command = false;
    Fd ready_fd; ///< gets the display's name and a newline once it is ready
};

/// The compositor: owns everything, in the order of start; destruction is the reverse.
class Server {
    struct Private {}; ///< only start() constructs

public:
    /// Binds sockets and starts the backend; nothing is left behind on an error.
    static Result<std::unique_ptr<Server>> start(Settings settings);

    Server(Private, Settings settings, RuntimeDir runtime_dir, Display display, Graphics graphics);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    /// What the renderer says when the GPU was reset: clients and windows live on, and another
    /// renderer draws them once the loop comes round.
    void renderer_lost();

    /// All runs on it; for what else is to run there.
    [[nodiscard]] wl_event_loop* loop() const { return loop_; }

    /// Serves until told to stop; the exit status of the process.
    int run();

    /// What a harness that runs the compositor inside of its own process needs hold of: clients
    /// and devices that it makes itself, and the place of windows (tests/conformance).
    struct Parts {
        wl_display& display;
        wlr_backend& backend;
        wlr_output_layout& layout;
        Desk& desk;
    };

    [[nodiscard]] Parts parts();

private:
    Result<void> open_sockets();
    Result<void> start_backend();
    Result<void> start_command();
    void connect_events();
    void catch_signals();
    Result<void> configure(const config::Config& config);
    Result<void> reload();
    Result<void> read_config_again();
    [[nodiscard]] std::string summary() const;
    [[nodiscard]] std::string status_line() const; ///< with what the config file lacks
    void outputs_changed();
    void stop(int status);
    void draw_anew();
    void draw_with(Drawing fresh);
    void draw_all();
    void woke();
    void announce_ready();
    void tell_children();
    [[nodiscard]] Box workarea() const;
    void scale_x11(const config::Config& config);
    void switch_terminal(unsigned number);
    void decide();
    [[nodiscard]] std::vector<ipc::Gpu> list_gpus() const;
    Result<void> release_gpu(const std::string& name);
    Result<void> acquire_gpu(const std::string& name);
    [[nodiscard]] SessionControl control();
    [[nodiscard]] lease::LeaseHost lease_host();
    void connect_leases();
    /// The name of a user, where a rule of leases asks for one; else empty.
    [[nodiscard]] std::string user_for_rules(uid_t user);
    void judge_outputs_anew();
    void seat_lost();

    Settings settings_;
    RuntimeDir runtime_dir_;
    Display display_;
    wl_event_loop* loop_;
    Graphics graphics_;
    scene::Scene scene_;
    Denials denials_;
    std::map<uid_t, std::string> user_names_; ///< that were asked for
    access::Filter filter_;
    output::Outputs outputs_;
    output::Management management_;
    Desk desk_;
    UserInput user_input_;
    input::Seat seat_;
    shell::Decorations decorations_;
    capture::Capture capture_;
    lease::Leases leases_;
    shell::Xwayland xwayland_;
    IpcDesktop ipc_desktop_;
    ipc::Server ipc_;
    Children children_;
    ServiceManager service_manager_;
    environment::Report environment_;
    std::vector<ipc::Decision> decisions_;
    std::string wayland_display_;
    std::unordered_map<OutputId, ipc::Output> told_outputs_; ///< as IPC peers know them
    std::vector<LoopCallback> signals_;
    int status_ = 0;
    scene::ClientPictures client_pictures_;
    bool software_at_start_; ///< and so nobody waits for a GPU
    bool stop_gap_ = false;  ///< the CPU draws until the GPU does again
    BackOff tries_;
    LoopCallback draw_anew_;
    LoopCallback draw_again_;
    WakeWatch wake_watch_;
    Listener<&Server::renderer_lost> renderer_lost_;
};

} // namespace exwm_vr::server
