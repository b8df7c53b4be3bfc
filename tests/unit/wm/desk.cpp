// SPDX-License-Identifier: MIT
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace exwm_vr {

std::ostream& operator<<(std::ostream& out, const Box& box) {
    return out << box.width << 'x' << box.height << '@' << box.x << ',' << box.y;
}

std::ostream& operator<<(std::ostream& out, WindowId id) {
    return out << 'w' << id.value;
}

std::ostream& operator<<(std::ostream& out, OutputId id) {
    return out << 'o' << id.value;
}

} // namespace exwm_vr

namespace exwm_vr::wm::test {

Options plain_options() {
    Options options;
    options.workspaces = 4;
    options.master_ratio = 0.5;
    options.gap = 0;
    options.border = 0;
    return options;
}

OutputId Desk::plug(const std::string& identity, const Box& full) {
    const OutputId id{++last_output};
    model.add_output(id, {.identity = identity, .full = full, .usable = full});
    return id;
}

WindowId Desk::open(const WindowTraits& traits) {
    const WindowId id{++last_window};
    model.add_window(id, traits);
    return id;
}

WindowId Desk::dialog(WindowId parent, Size preferred) {
    return open({.parent = parent, .preferred = preferred});
}

void Desk::close(WindowId id) {
    REQUIRE(model.has_window(id));
    model.remove_window(id);
}

Placement Desk::place(WindowId id) const {
    const std::vector<Placement> all = model.arrange();
    const auto it = std::ranges::find(all, id, &Placement::window);
    REQUIRE(it != all.end());
    return *it;
}

WindowState Desk::state(WindowId id) const {
    const auto state = model.window(id);
    REQUIRE(state.has_value());
    return *state;
}

std::size_t Desk::height(WindowId id) const {
    const std::vector<Placement> all = model.arrange();
    const auto it = std::ranges::find(all, id, &Placement::window);
    REQUIRE(it != all.end());
    return static_cast<std::size_t>(it - all.begin());
}

std::vector<WindowId> Desk::on(OutputId output, int workspace) const {
    for (const WorkspaceInfo& info : model.workspaces()) {
        if (info.output == output && info.index == workspace) {
            return info.windows;
        }
    }
    FAIL("output " << output << " has no workspace " << workspace);
    return {};
}

} // namespace exwm_vr::wm::test
