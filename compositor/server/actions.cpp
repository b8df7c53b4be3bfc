// SPDX-License-Identifier: MIT
#include "server/actions.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::server {
namespace {

namespace action = config::action;

class Runner {
public:
    Runner(Desk& desk, const SessionControl& control)
        : desk_(desk)
        , model_(desk.model())
        , control_(control) {}

    void operator()(const action::Spawn& spawn) const { tell(control_.spawn(spawn.command)); }

    void operator()(const action::Close&) const {
        if (auto* window = desk_.find(model_.focused())) {
            window->close();
        }
    }

    void operator()(const action::FocusNext& next) const { model_.focus_next(next.forward); }

    void operator()(const action::FocusDirection& focus) const {
        model_.focus_direction(focus.direction);
    }

    void operator()(const action::Shift& shift) const {
        on_focused([&](WindowId id) { return model_.shift(id, shift.forward); });
    }

    void operator()(const action::Promote&) const {
        on_focused([&](WindowId id) { return model_.promote(id); });
    }

    void operator()(const action::ShowWorkspace& show) const {
        tell(model_.show_workspace(show.index));
    }

    void operator()(const action::MoveToWorkspace& move) const {
        on_focused([&](WindowId id) { return model_.move_to_workspace(id, move.index); });
    }

    void operator()(const action::MoveToOutput& move) const {
        const auto outputs = model_.outputs();
        const auto here = std::ranges::find(outputs, model_.focused_output());
        if (here == outputs.end()) {
            return;
        }
        const auto count = static_cast<std::ptrdiff_t>(outputs.size());
        const auto step = move.forward ? 1 : count - 1;
        const auto index = static_cast<std::size_t>(((here - outputs.begin()) + step) % count);
        on_focused([&](WindowId id) { return model_.move_to_output(id, outputs.at(index)); });
    }

    void operator()(const action::SetLayout& layout) const { model_.set_layout(layout.kind); }

    void operator()(const action::CycleLayout&) const { model_.cycle_layout(); }

    void operator()(const action::MasterRatio& ratio) const {
        model_.change_master_ratio(ratio.delta);
    }

    void operator()(const action::MasterCount& count) const {
        model_.change_master_count(count.delta);
    }

    void operator()(const action::ToggleFloating&) const {
        on_focused([&](WindowId id) {
            const auto state = model_.window(id);
            return model_.set_floating(id, state && state->mode != wm::Mode::floating);
        });
    }

    void operator()(const action::ToggleFullscreen&) const {
        on_focused([&](WindowId id) {
            const auto state = model_.window(id);
            return model_.set_fullscreen(id, state && !state->fullscreen);
        });
    }

    void operator()(const action::ToggleShortcuts&) const { control_.toggle_shortcuts(); }

    void operator()(const action::ReleaseGrabs&) const { control_.release_grabs(); }

    void operator()(const action::Reload&) const { tell(control_.reload_config()); }

    void operator()(const action::Exit&) const { control_.exit(); }

private:
    template <typename Change>
    void on_focused(const Change& change) const {
        if (const auto id = model_.focused(); id.valid()) {
            tell(change(id));
        }
    }

    template <typename T>
    static void tell(const Result<T>& result) {
        if (!result) {
            log::warn("key binding: {}", result.error().message);
        }
    }

    Desk& desk_;
    wm::Model& model_;
    const SessionControl& control_;
};

} // namespace

void run_action(const config::Action& action, Desk& desk, const SessionControl& control) {
    std::visit(Runner(desk, control), action);
    desk.changed();
}

} // namespace exwm_vr::server
