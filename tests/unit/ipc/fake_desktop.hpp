// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/desktop.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace exwm_vr::ipc::test {

/// A desktop without a display: the real window model, and windows and outputs as plain data.
class FakeDesktop final : public Desktop {
public:
    /// Starts with one virtual output, "HEADLESS-1", 1920x1080 at the origin.
    FakeDesktop();

    WindowId add_window(std::string app_id, std::string title, pid_t pid = 4711);
    void drop_window(WindowId id);
    /// Squares of these sizes, px, all black.
    void set_icon(WindowId id, std::string name, std::vector<int> sizes);

    [[nodiscard]] std::vector<Surface> surfaces() const override;
    [[nodiscard]] std::optional<Surface> surface(WindowId id) const override;

    [[nodiscard]] WindowId focused() const override { return model_.focused(); }

    [[nodiscard]] Result<Image> icon(WindowId id, int wished) const override;
    Result<void> close(WindowId id) override;
    Result<void> begin_move(WindowId id) override;
    Result<void> begin_resize(WindowId id) override;

    [[nodiscard]] wm::Model& model() override { return model_; }

    void model_changed() override;

    [[nodiscard]] std::vector<Output> outputs() const override { return outputs_; }

    Result<OutputId> add_output(const config::OutputSpec& spec) override;
    Result<void> remove_output(OutputId id) override;
    Result<void> set_output(OutputId id, const config::OutputSettings& settings) override;

    [[nodiscard]] std::vector<config::InputState> inputs() const override;
    [[nodiscard]] std::vector<WaylandClient> clients() const override;
    [[nodiscard]] std::vector<Headset> headsets() const override;
    [[nodiscard]] std::vector<Lease> leases() const override;
    Result<void> answer_lease(std::uint64_t id, bool allow) override;
    Result<void> revoke_lease(std::uint64_t id) override;
    Result<void> offer_lease(const std::string& connector) override;
    Result<void> withdraw_lease(const std::string& connector) override;
    [[nodiscard]] std::vector<Gpu> gpus() const override;
    [[nodiscard]] std::vector<Decision> decisions() const override;
    Result<void> release_gpu(const std::string& name) override;
    Result<void> acquire_gpu(const std::string& name) override;

    [[nodiscard]] bool headless() const override { return true; }

    [[nodiscard]] PointerState pointer() const override { return {12.5, 700}; }

    [[nodiscard]] Status status() const override { return {"a fake", config_error}; }

    Result<void> reload_config() override;
    Result<pid_t> spawn(const std::string& command) override;

    void exit() override { ++exits; }

    std::function<void()> on_model_changed;
    int model_changes = 0;
    int exits = 0;
    int reloads = 0;
    bool button_down = false;
    bool good_config = true;
    std::string config_error;
    bool withdrawn = false; ///< the headset
    bool noise = false;     ///< icons are not black but what no PNG makes smaller
    std::vector<std::string> spawned;
    std::vector<WindowId> grabbed; ///< moved or resized with the pointer

private:
    struct Client {
        std::string app_id;
        std::string title;
        pid_t pid = 0;
        std::string icon;
        std::vector<int> icon_sizes;
        std::uint64_t icon_serial = 0;
    };

    [[nodiscard]] Surface
    describe(WindowId id, const Client& client, const wm::WindowState& state) const;
    Output* find(OutputId id);
    void place(Output& output);

    wm::Model model_;
    std::map<WindowId, Client> clients_;
    std::vector<Output> outputs_;
    std::uint64_t next_window_ = first_window_id;
    std::uint32_t next_output_ = 1;
};

} // namespace exwm_vr::ipc::test
