// SPDX-License-Identifier: MIT
// Smaller protocols of a desktop: workspaces for panels, windows that want all keys, bells, and
// dialogs of another program's window.
#include "ctl/wayland/outputs.hpp"
#include "support/keyboard.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <ext-workspace-v1-client-protocol.h>
#include <keyboard-shortcuts-inhibit-unstable-v1-client-protocol.h>
#include <linux/input-event-codes.h>
#include <xdg-dialog-v1-client-protocol.h>
#include <xdg-foreign-unstable-v2-client-protocol.h>
#include <xdg-system-bell-v1-client-protocol.h>
#include <xdg-toplevel-icon-v1-client-protocol.h>
#include <xdg-toplevel-tag-v1-client-protocol.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

std::string path_of(const Session& session) {
    return (session.folder() / session.display()).string();
}

std::unique_ptr<WaylandWindow>
open_window(Session& session, WaylandClient& client, const std::string& app_id) {
    WaylandWindow::Options options;
    options.app_id = app_id;
    auto window = std::make_unique<WaylandWindow>(client, options);
    session.wait_for_window(app_id);
    client.roundtrip();
    return window;
}

/// What a panel that lists workspaces knows.
class Pager {
public:
    struct Workspace {
        std::string name;
        std::string id;
        std::uint32_t state = 0;
        const void* group = nullptr;
    };

    explicit Pager(Session& session)
        : client(path_of(session)) {
        // Groups name only outputs that the client has bound.
        auto opened = ctl::Outputs::open(client.connection(), ctl::Deadline::after(patience));
        REQUIRE(opened);
        outputs_ = std::move(*opened);
        bind_global(client.connection(), manager_, ext_workspace_manager_v1_interface);
        ext_workspace_manager_v1_add_listener(manager_.get(), &manager_listener(), this);
        client.roundtrip();
        client.roundtrip();
    }

    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;

    ~Pager() {
        for (const auto& [workspace, told] : workspaces) {
            ext_workspace_handle_v1_destroy(workspace);
        }
        for (const auto& [group, count] : groups) {
            ext_workspace_group_handle_v1_destroy(group);
        }
    }

    [[nodiscard]] ext_workspace_handle_v1* find(const std::string& id) const {
        const auto found = std::ranges::find_if(workspaces, [&](const auto& entry) {
            return entry.second.id == id;
        });
        return found != workspaces.end() ? found->first : nullptr;
    }

    [[nodiscard]] bool active(const std::string& id) const {
        auto* handle = find(id);
        return handle != nullptr &&
               (workspaces.at(handle).state & EXT_WORKSPACE_HANDLE_V1_STATE_ACTIVE) != 0;
    }

    [[nodiscard]] bool has(const std::string& id, std::uint32_t state) const {
        auto* handle = find(id);
        return handle != nullptr && (workspaces.at(handle).state & state) != 0;
    }

    void activate(const std::string& id) {
        ext_workspace_handle_v1_activate(find(id));
        ext_workspace_manager_v1_commit(manager_.get());
        client.roundtrip();
    }

    WaylandClient client;
    std::map<ext_workspace_handle_v1*, Workspace> workspaces;
    std::map<ext_workspace_group_handle_v1*, int> groups; ///< how many outputs each has

private:
    static Pager& of(void* data) { return *static_cast<Pager*>(data); }

    static const ext_workspace_group_handle_v1_listener& group_listener() {
        static constexpr ext_workspace_group_handle_v1_listener table{
            .capabilities = [](void*, ext_workspace_group_handle_v1*, std::uint32_t) {},
            .output_enter = [](void* data,
                               ext_workspace_group_handle_v1* group,
                               wl_output*) { ++of(data).groups[group]; },
            .output_leave = [](void* data,
                               ext_workspace_group_handle_v1* group,
                               wl_output*) { --of(data).groups[group]; },
            .workspace_enter =
                [](void* data, ext_workspace_group_handle_v1* group, ext_workspace_handle_v1* w) {
                    of(data).workspaces[w].group = group;
                },
            .workspace_leave =
                [](void* data, ext_workspace_group_handle_v1*, ext_workspace_handle_v1* w) {
                    of(data).workspaces[w].group = nullptr;
                },
            .removed =
                [](void* data, ext_workspace_group_handle_v1* group) {
                    of(data).groups.erase(group);
                    ext_workspace_group_handle_v1_destroy(group);
                },
        };
        return table;
    }

    static const ext_workspace_handle_v1_listener& workspace_listener() {
        static constexpr ext_workspace_handle_v1_listener table{
            .id = [](void* data,
                     ext_workspace_handle_v1* w,
                     const char* id) { of(data).workspaces[w].id = id; },
            .name = [](void* data,
                       ext_workspace_handle_v1* w,
                       const char* name) { of(data).workspaces[w].name = name; },
            .coordinates = [](void*, ext_workspace_handle_v1*, wl_array*) {},
            .state = [](void* data,
                        ext_workspace_handle_v1* w,
                        std::uint32_t state) { of(data).workspaces[w].state = state; },
            .capabilities = [](void*, ext_workspace_handle_v1*, std::uint32_t) {},
            .removed =
                [](void* data, ext_workspace_handle_v1* w) {
                    of(data).workspaces.erase(w);
                    ext_workspace_handle_v1_destroy(w);
                },
        };
        return table;
    }

    static const ext_workspace_manager_v1_listener& manager_listener() {
        static constexpr ext_workspace_manager_v1_listener table{
            .workspace_group =
                [](void* data, ext_workspace_manager_v1*, ext_workspace_group_handle_v1* group) {
                    of(data).groups[group] = 0;
                    ext_workspace_group_handle_v1_add_listener(group, &group_listener(), data);
                },
            .workspace =
                [](void* data, ext_workspace_manager_v1*, ext_workspace_handle_v1* w) {
                    of(data).workspaces.try_emplace(w);
                    ext_workspace_handle_v1_add_listener(w, &workspace_listener(), data);
                },
            .done = [](void*, ext_workspace_manager_v1*) {},
            .finished = [](void*, ext_workspace_manager_v1*) {},
        };
        return table;
    }

    std::unique_ptr<ctl::Outputs> outputs_;
    Object<ext_workspace_manager_v1, ext_workspace_manager_v1_destroy> manager_;
};

TEST_CASE("a panel sees the workspaces of each output and switches between them") {
    Session session(
        {.outputs = {"left:800x600", "right:800x600"},
         .config = "windows: {workspaces: 3}\n",
         .arguments = {}}
    );
    Pager pager(session);
    const auto wait = [&](const std::function<bool()>& wanted, const std::string& what) {
        pager.client.wait_until(wanted, what);
    };
    wait([&] { return pager.workspaces.size() == 6; }, "three workspaces of each output");
    CHECK(pager.groups.size() == 2);
    CHECK(std::ranges::all_of(pager.groups, [](const auto& group) { return group.second == 1; }));
    CHECK(pager.active("left/0"));
    CHECK(pager.active("right/0"));
    CHECK_FALSE(pager.active("left/1"));
    CHECK(pager.has("left/1", EXT_WORKSPACE_HANDLE_V1_STATE_HIDDEN));
    CHECK(pager.workspaces.at(pager.find("left/0")).name == "1");

    pager.activate("right/2");
    wait([&] { return pager.active("right/2"); }, "the other workspace");
    CHECK_FALSE(pager.active("right/0"));
    CHECK(pager.active("left/0"));

    // A window that is put where nobody sees it, and calls.
    WaylandClient client(path_of(session));
    const auto window = open_window(session, client, "window");
    const auto id = std::to_string(session.wait_for_window("window").id);
    session.ctl({"move-to-workspace", id, "2", "--output", "left"});
    wait(
        [&] { return !pager.has("left/1", EXT_WORKSPACE_HANDLE_V1_STATE_HIDDEN); },
        "a workspace that is not empty any more"
    );
    Object<xdg_system_bell_v1, xdg_system_bell_v1_destroy> bell;
    bind_global(client.connection(), bell, xdg_system_bell_v1_interface);
    xdg_system_bell_v1_ring(bell.get(), window->surface());
    client.roundtrip();
    wait([&] { return pager.has("left/1", EXT_WORKSPACE_HANDLE_V1_STATE_URGENT); }, "the bell");

    session.ctl({"output", "remove", "right"});
    wait([&] { return pager.workspaces.size() == 3 && pager.groups.size() == 1; }, "its end");
}

TEST_CASE("what a program says to tell its windows apart is listed") {
    Session session;
    WaylandClient client(path_of(session));
    const auto window = open_window(session, client, "window");
    session.wait_for_window("window");
    Object<xdg_toplevel_tag_manager_v1, xdg_toplevel_tag_manager_v1_destroy> tags;
    bind_global(client.connection(), tags, xdg_toplevel_tag_manager_v1_interface);
    Object<xdg_toplevel_icon_manager_v1, xdg_toplevel_icon_manager_v1_destroy> icons;
    bind_global(client.connection(), icons, xdg_toplevel_icon_manager_v1_interface);
    const auto listed = [&] { return session.ctl({"--json", "list"}); };
    CHECK(listed().contains(R"("tag": null)"));
    {
        const Object<xdg_toplevel_icon_v1, xdg_toplevel_icon_v1_destroy> icon(
            xdg_toplevel_icon_manager_v1_create_icon(icons.get())
        );
        xdg_toplevel_icon_v1_set_name(icon.get(), "accessories-clock");
        xdg_toplevel_icon_manager_v1_set_icon(icons.get(), window->toplevel(), icon.get());
        xdg_toplevel_tag_manager_v1_set_toplevel_tag(tags.get(), window->toplevel(), "main");
        client.roundtrip();
    }
    CHECK(listed().contains(R"("tag": "main")"));
    CHECK(listed().contains(R"("icon": "accessories-clock")"));
    xdg_toplevel_icon_manager_v1_set_icon(icons.get(), window->toplevel(), nullptr);
    client.roundtrip();
    CHECK(listed().contains(R"("icon": null)"));
}

TEST_CASE("a window that wants all keys gets them until the user takes them back") {
    Session session(
        {.outputs = {"1280x720"}, .config = "bindings:\n  s-q: close\n", .arguments = {}}
    );
    session.request(":type :key-grab :key \"s-g\"");
    WaylandClient client(path_of(session));
    KeyboardEvents keyboard(client);
    const auto window = open_window(session, client, "machine");
    Object<
        zwp_keyboard_shortcuts_inhibit_manager_v1,
        zwp_keyboard_shortcuts_inhibit_manager_v1_destroy>
        manager;
    bind_global(client.connection(), manager, zwp_keyboard_shortcuts_inhibit_manager_v1_interface);
    Object<wl_seat, wl_seat_destroy> seat;
    bind_global(client.connection(), seat, wl_seat_interface, 1);
    bool active = false;
    constexpr zwp_keyboard_shortcuts_inhibitor_v1_listener listener{
        .active = [](void* data,
                     zwp_keyboard_shortcuts_inhibitor_v1*) { *static_cast<bool*>(data) = true; },
        .inactive = [](void* data,
                       zwp_keyboard_shortcuts_inhibitor_v1*) { *static_cast<bool*>(data) = false; },
    };
    const Object<zwp_keyboard_shortcuts_inhibitor_v1, zwp_keyboard_shortcuts_inhibitor_v1_destroy>
        inhibitor(zwp_keyboard_shortcuts_inhibit_manager_v1_inhibit_shortcuts(
            manager.get(), window->surface(), seat.get()
        ));
    zwp_keyboard_shortcuts_inhibitor_v1_add_listener(inhibitor.get(), &listener, &active);
    client.wait_until([&] { return active; }, "all keys");

    const auto got = [&](std::uint32_t key) {
        client.roundtrip();
        return std::ranges::contains(keyboard.pressed, key);
    };
    session.ctl({"key", "s-q"});
    session.ctl({"key", "s-g"});
    CHECK(got(KEY_Q));
    CHECK(got(KEY_G));
    CHECK_FALSE(window->close_requested());

    SECTION("with the key for it") {
        session.ctl({"key", "s-<escape>"});
        client.wait_until([&] { return !active; }, "the end");
        CHECK_FALSE(got(KEY_ESC));
        session.ctl({"key", "s-q"});
        client.wait_until([&] { return window->close_requested(); }, "the binding");
        session.ctl({"key", "s-<escape>"});
        client.wait_until([&] { return active; }, "all keys again");
    }
    SECTION("by going to another window") {
        const auto other = open_window(session, client, "other");
        client.wait_until([&] { return !active; }, "the end");
        session.ctl({"key", "s-q"});
        client.wait_until([&] { return other->close_requested(); }, "the binding");
        CHECK_FALSE(window->close_requested());
    }
}

TEST_CASE("a window of one program becomes the dialog of another's") {
    Session session;
    WaylandClient owner(path_of(session));
    WaylandClient portal(path_of(session));
    const auto parent = open_window(session, owner, "parent");
    Object<zxdg_exporter_v2, zxdg_exporter_v2_destroy> exporter;
    bind_global(owner.connection(), exporter, zxdg_exporter_v2_interface);
    std::string handle;
    constexpr zxdg_exported_v2_listener exported_listener{
        .handle = [](void* data, zxdg_exported_v2*, const char* text) {
            *static_cast<std::string*>(data) = text;
        },
    };
    const Object<zxdg_exported_v2, zxdg_exported_v2_destroy> exported(
        zxdg_exporter_v2_export_toplevel(exporter.get(), parent->surface())
    );
    zxdg_exported_v2_add_listener(exported.get(), &exported_listener, &handle);
    owner.wait_until([&] { return !handle.empty(); }, "the handle");

    const auto dialog = open_window(session, portal, "dialog");
    CHECK(session.wait_for_window("dialog").mode == "tiled");
    Object<zxdg_importer_v2, zxdg_importer_v2_destroy> importer;
    bind_global(portal.connection(), importer, zxdg_importer_v2_interface);
    const Object<zxdg_imported_v2, zxdg_imported_v2_destroy> imported(
        zxdg_importer_v2_import_toplevel(importer.get(), handle.c_str())
    );
    zxdg_imported_v2_set_parent_of(imported.get(), dialog->surface());
    portal.roundtrip();
    session.wait_for_window(
        [](const Window& window) { return window.app_id == "dialog" && window.mode == "floating"; },
        "the dialog floating"
    );
}

TEST_CASE("a modal dialog floats, also one that has no parent and becomes it late") {
    Session session;
    WaylandClient client(path_of(session));
    const auto main = open_window(session, client, "main");
    const auto dialog = open_window(session, client, "dialog");
    Object<xdg_wm_dialog_v1, xdg_wm_dialog_v1_destroy> dialogs;
    bind_global(client.connection(), dialogs, xdg_wm_dialog_v1_interface);
    const Object<xdg_dialog_v1, xdg_dialog_v1_destroy> role(
        xdg_wm_dialog_v1_get_xdg_dialog(dialogs.get(), dialog->toplevel())
    );
    client.roundtrip();
    CHECK(session.wait_for_window("dialog").mode == "tiled");
    xdg_dialog_v1_set_modal(role.get());
    client.roundtrip();
    CHECK(session.wait_for_window("dialog").mode == "floating");
}

TEST_CASE("a key takes all grabbed keys back, and cannot be grabbed itself") {
    Session session;
    WaylandClient client(path_of(session));
    KeyboardEvents keyboard(client);
    const auto window = open_window(session, client, "window");
    session.request(":type :key-grab :key \"s-g\"");
    session.request(":type :key-grab :key \"s-S-<escape>\"");
    session.ctl({"key", "s-g"});
    client.roundtrip();
    CHECK_FALSE(std::ranges::contains(keyboard.pressed, std::uint32_t{KEY_G}));
    session.ctl({"key", "s-S-<escape>"});
    session.ctl({"key", "s-g"});
    client.wait_until(
        [&] { return std::ranges::contains(keyboard.pressed, std::uint32_t{KEY_G}); }, "the key"
    );
    CHECK_FALSE(std::ranges::contains(keyboard.pressed, std::uint32_t{KEY_ESC}));
}

} // namespace
} // namespace exwm_vr::test
