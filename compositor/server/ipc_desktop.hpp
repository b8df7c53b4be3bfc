// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/desktop.hpp"
#include "lease/leases.hpp"
#include "server/desk.hpp"

#include <functional>

namespace exwm_vr::server {

/// What only the server can do for IPC peers and key bindings.
struct SessionControl {
    std::function<Result<void>()> reload_config;
    std::function<Result<pid_t>(const std::string& command)> spawn;
    std::function<void()> exit;
    std::function<ipc::Status()> status;
    std::function<std::vector<ipc::WaylandClient>()> clients;
    std::function<void()> toggle_shortcuts;
    std::function<void()> release_grabs;
    std::function<std::string()> x11_display;             ///< empty: no X11 programs can be shown
    std::function<void(unsigned number)> switch_terminal; ///< from 1, as in /dev/tty1
    std::function<std::vector<ipc::Gpu>()> gpus;
    std::function<std::vector<ipc::Decision>()> decisions;
    std::function<Result<void>(const std::string& name)> release_gpu;
    std::function<Result<void>(const std::string& name)> acquire_gpu;
};

/// The compositor as IPC sees it.
class IpcDesktop : public ipc::Desktop {
public:
    IpcDesktop(
        Desk& desk,
        output::Outputs& outputs,
        input::Seat& seat,
        lease::Leases& leases,
        SessionControl control
    );

    [[nodiscard]] std::vector<ipc::Surface> surfaces() const override;
    [[nodiscard]] std::optional<ipc::Surface> surface(WindowId id) const override;
    [[nodiscard]] WindowId focused() const override;
    [[nodiscard]] Result<Image> icon(WindowId id, int wished) const override;
    Result<void> close(WindowId id) override;
    Result<void> begin_move(WindowId id) override;
    Result<void> begin_resize(WindowId id) override;
    [[nodiscard]] wm::Model& model() override;
    void model_changed() override;
    [[nodiscard]] std::vector<ipc::Output> outputs() const override;
    Result<OutputId> add_output(const config::OutputSpec& spec) override;
    Result<void> remove_output(OutputId id) override;
    Result<void> set_output(OutputId id, const config::OutputSettings& settings) override;
    [[nodiscard]] ipc::Features features() const override;
    [[nodiscard]] std::vector<config::InputState> inputs() const override;
    [[nodiscard]] std::vector<ipc::WaylandClient> clients() const override;
    [[nodiscard]] std::vector<ipc::Headset> headsets() const override;
    [[nodiscard]] std::vector<ipc::Lease> leases() const override;
    Result<void> answer_lease(std::uint64_t id, bool allow) override;
    Result<void> revoke_lease(std::uint64_t id) override;
    Result<void> offer_lease(const std::string& connector) override;
    Result<void> withdraw_lease(const std::string& connector) override;
    [[nodiscard]] std::vector<ipc::Gpu> gpus() const override;
    [[nodiscard]] std::vector<ipc::Decision> decisions() const override;
    Result<void> release_gpu(const std::string& name) override;
    Result<void> acquire_gpu(const std::string& name) override;
    [[nodiscard]] bool headless() const override;
    [[nodiscard]] ipc::PointerState pointer() const override;
    [[nodiscard]] ipc::Status status() const override;
    Result<void> reload_config() override;
    Result<pid_t> spawn(const std::string& command) override;
    void exit() override;

    [[nodiscard]] ipc::Surface describe(const shell::Window& window) const;
    [[nodiscard]] static ipc::Output describe(const output::Output& output);
    [[nodiscard]] static ipc::Lease describe(const lease::LeaseState& lease);

private:
    /// @p state: none while the model does not know it.
    [[nodiscard]] ipc::Surface
    describe(const shell::Window& window, const std::optional<wm::WindowState>& state) const;
    /// Null for none.
    [[nodiscard]] const shell::WindowIcon* icon_of(const shell::Window& window) const;

    Desk& desk_;
    output::Outputs& outputs_;
    input::Seat& seat_;
    lease::Leases& leases_;
    SessionControl control_;
};

} // namespace exwm_vr::server
